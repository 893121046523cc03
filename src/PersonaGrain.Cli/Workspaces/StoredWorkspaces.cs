using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>The workspaces of a data directory. Listing only reads, also beside a process that serves it; the rest opens all of them.</summary>
internal sealed class StoredWorkspaces(PersonaConsole console, string data) : IWorkspaces
{
    private static readonly WorkspaceScopes[] StandardKeys = [WorkspaceScopes.Write, WorkspaceScopes.Read, WorkspaceScopes.Admin];
    private EmbeddedGridDirectory? _directory;

    /// <inheritdoc />
    public string Place => $"in {data}";

    /// <inheritdoc />
    public Task<GridAnswer> ListAsync(CancellationToken cancellation)
    {
        switch (StoreReading.Open(data, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                using (store)
                {
                    IReadOnlyList<Workspace> found = [.. store.Workspaces().Select(workspace => workspace with { Fault = Fault(workspace.Name) })];
                    return Task.FromResult(GridAnswer.Of((found, (string?)null), WorkspaceJson.WritePage));
                }

            case StoreReadingOpening.Unreadable(var why):
                return Task.FromResult(GridAnswer.Failed(StoreFaults.Tell(console, new StoreRequest(data), why)));
            default:
                return Task.FromResult(GridAnswer.Failed(StoreFaults.TellMissing(console, data)));
        }
    }

    /// <inheritdoc />
    public Task<WorkspaceContents?> ContentsAsync(WorkspaceName workspace, CancellationToken cancellation) =>
        Task.FromResult(Contents(console, data, workspace));

    /// <inheritdoc />
    public async Task<GridAnswer> AddAsync(NewWorkspace workspace, CancellationToken cancellation)
    {
        var isNew = !StoreReading.Exists(data);
        return await RunAsync(
            async directory =>
            {
                if (isNew)
                {
                    var catalog = $"{directory.Main.Catalog.Name} version {directory.Main.Catalog.Version}";
                    console.Notice($"there was no store {Place}: it is made, and its own workspace, main, has the catalog {catalog} too");
                }

                var scopes = workspace.Keys ?? (directory.Workspaces.Any(static one => one.Keys.Count > 0) ? StandardKeys : []);
                TellOfOperator(directory, scopes.Count > 0);
                IReadOnlyList<(string Key, WorkspaceKey Kept)> made = [.. scopes.Select(scope => KeyMaker.Make(scope, Now))];
                var added = new Workspace(workspace.Name, Now) { Keys = [.. made.Select(static key => key.Kept)], Limits = workspace.Limits };
                var change = await directory.AddAsync(added, workspace.Catalog ?? directory.Main.Catalog.Document, cancellation);
                return Answer(change, done => GridAnswer.Of((done, made), WorkspaceJson.WriteAdded));
            },
            isNew ? workspace.CatalogPath : null,
            cancellation);
    }

    /// <inheritdoc />
    public Task<GridAnswer> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation) => RunAsync(
        async directory => Answer(await directory.RemoveAsync(workspace, cancellation), static done => GridAnswer.Of(done, WorkspaceJson.Write)),
        null,
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> AddKeyAsync(WorkspaceName workspace, WorkspaceScopes scopes, CancellationToken cancellation) => RunAsync(
        async directory =>
        {
            TellOfOperator(directory, !workspace.IsMain || !scopes.HasFlag(WorkspaceScopes.Admin));
            var made = KeyMaker.Make(scopes, Now);
            var change = await directory.ChangeAsync(workspace, before => before with { Keys = [.. before.Keys, made.Kept] }, cancellation);
            return Answer(change, _ => GridAnswer.Of(made, WorkspaceJson.WriteMade));
        },
        null,
        cancellation);

    /// <inheritdoc />
    public Task<GridAnswer> RemoveKeyAsync(WorkspaceName workspace, string id, CancellationToken cancellation) => RunAsync(
        async directory => Answer(
            await directory.ChangeAsync(workspace, before => before with { Keys = [.. before.Keys.Where(key => key.Id != id)] }, cancellation),
            static done => GridAnswer.Of(done, WorkspaceJson.Write)),
        null,
        cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_directory is not null)
        {
            await _directory.DisposeAsync();
        }
    }

    /// <summary>What the store of a workspace holds, as far as it can be read.</summary>
    internal static WorkspaceContents? Contents(PersonaConsole console, string data, WorkspaceName workspace)
    {
        if (StoreReading.Open(WorkspaceFolders.Of(data, workspace), console.Time) is not StoreReadingOpening.Opened(var store))
        {
            return null;
        }

        using (store)
        {
            return new WorkspaceContents(store.Profiles, store.Signals);
        }
    }

    /// <summary>With the first key everything needs one: where none of those that are stored manages workspaces, only one of the settings can.</summary>
    private void TellOfOperator(EmbeddedGridDirectory directory, bool isOther)
    {
        if (isOther && !directory.Workspaces[0].Keys.Any(static key => key.Scopes.HasFlag(WorkspaceScopes.Admin)))
        {
            console.Notice("with a key everything that is served from here needs one, and no stored key manages workspaces: "
                + "unless Keys:Admin is configured, make one with persona workspace key add main --scopes admin");
        }
    }

    private Instant Now => Instant.From(console.Time.GetUtcNow());

    private string? Fault(WorkspaceName workspace)
    {
        switch (StoreReading.Open(WorkspaceFolders.Of(data, workspace), console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                store.Dispose();
                return null;
            case StoreReadingOpening.Unreadable(var why):
                return StoreFaults.Words(why);
            default:
                return "its store is gone";
        }
    }

    private async Task<GridAnswer> RunAsync(Func<EmbeddedGridDirectory, Task<GridAnswer>> run, string? catalog, CancellationToken cancellation)
    {
        var opening = await DirectoryOpening.OpenAsync(console, new StoreRequest(data, catalog), cancellation);
        _directory = opening.Directory;
        return _directory is null ? GridAnswer.Failed(opening.ExitCode) : await run(_directory);
    }

    private GridAnswer Answer(WorkspaceChange change, Func<Workspace, GridAnswer> answer) => change switch
    {
        WorkspaceChange.Done done => answer(done.Workspace),
        WorkspaceChange.Taken taken => Fail(ExitCode.Refused, $"there is a workspace {taken.Name} already", "choose another name, or remove that one first"),
        WorkspaceChange.Unknown unknown => Fail(
            ExitCode.NotFound, $"there is no workspace '{unknown.Name}' {Place}", "persona workspace list shows those that there are"),
        WorkspaceChange.Refused refused => Fail(ExitCode.Refused, refused.Reason, null),
        WorkspaceChange.Unavailable away => Fail(ExitCode.StoreUnavailable, away.Reason, "look whether it was done, and try again"),
        _ => throw new InvalidOperationException($"no result of a directory: {change}"),
    };

    private GridAnswer Fail(ExitCode code, string message, string? whatToDo) => GridAnswer.Failed(console.Fail(code, message, whatToDo));
}
