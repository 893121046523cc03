using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Threads;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Workspaces;

/// <summary>Opens, makes and deletes the stores of workspaces, all on the same threads.</summary>
internal sealed class WorkspaceGrids : IDisposable
{
    /// <summary>What a store beside <c>main</c> may take for its caches, as a part of the budget: most of them rest, and the actors have a common account.</summary>
    private const int PartOfBudget = 32;

    private readonly EmbeddedGridOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory? _logging;
    private readonly EngineThreads _threads;

    public WorkspaceGrids(EmbeddedGridOptions options, TimeProvider time, ILoggerFactory? logging)
    {
        (_options, _time, _logging, _threads) = (options, time, logging, new EngineThreads(options));
        StoreConnection.LimitCaches(new StoreFiles(options).CacheBytes);
    }

    /// <summary>Opens a store.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="initial">Its catalog, where it is new or the catalog is to change; null for the one that it has.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<EmbeddedGridOpening> OpenAsync(
        WorkspaceName workspace, CatalogDocument? initial, Action<OpeningProgress>? progress, CancellationToken cancellation)
    {
        var own = workspace.IsMain ? _options : _options with
        {
            DataDirectory = WorkspaceFolders.Of(_options.DataDirectory, workspace),
            MemoryBudget = _options.MemoryBudget / PartOfBudget,
        };
        var origin = workspace.IsMain ? CatalogOrigin.OfStart : new CatalogOrigin(CatalogOrigin.Workspace);
        return GridOpener.OpenAsync(new OpeningRequest(own, initial, _time, _logging, progress) { Shared = _threads, Origin = origin }, cancellation);
    }

    /// <summary>Opens a store that is there, or says why it can not be used.</summary>
    public async Task<(EmbeddedGrid? Grid, string? Fault)> OpenAsync(WorkspaceName workspace, CancellationToken cancellation)
    {
        var folder = WorkspaceFolders.Of(_options.DataDirectory, workspace);
        if (!File.Exists(StoreFiles.PathIn(folder)))
        {
            return (null, $"its store is not there: restore {folder} from a backup, or remove the workspace");
        }

        try
        {
            return await OpenThereAsync(workspace, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever is wrong with one store must not keep the others from opening.
            return (null, $"its store can not be opened: {fault.Message}");
        }
    }

    private async Task<(EmbeddedGrid? Grid, string? Fault)> OpenThereAsync(WorkspaceName workspace, CancellationToken cancellation) =>
        await OpenAsync(workspace, null, null, cancellation) switch
        {
            EmbeddedGridOpening.Opened(var grid, _) => (grid, null),
            EmbeddedGridOpening.HeldByAnother held => (null, Words(held)),
            EmbeddedGridOpening.NewerFormat newer => (null, $"its store has layout {newer.Found}, and this version knows up to {newer.Supported}; install the newer version"),
            EmbeddedGridOpening.Damaged damaged => (null, $"{damaged.Reason}; {damaged.Remedy}"),
            EmbeddedGridOpening.NotWritable closed => (null, closed.Reason),
            var other => throw new InvalidOperationException($"{other} is no way that an opening ends"),
        };

    /// <summary>Whether there is a folder where the workspace would have its store.</summary>
    public bool HasFolder(WorkspaceName workspace) => Directory.Exists(WorkspaceFolders.Of(_options.DataDirectory, workspace));

    /// <summary>Makes a new store.</summary>
    public async Task<(EmbeddedGrid? Grid, string? Fault)> CreateAsync(WorkspaceName workspace, CatalogDocument catalog) =>
        await OpenAsync(workspace, catalog, null, CancellationToken.None) switch
        {
            EmbeddedGridOpening.Opened(var grid, _) => (grid, null),
            EmbeddedGridOpening.NotWritable closed => (null, closed.Reason),
            var other => (null, $"its store can not be made: {other}"),
        };

    /// <summary>Why a store that this process has not open must not be touched: another has it. Null where none has it.</summary>
    public string? Holder(WorkspaceName workspace) =>
        StoreHolder.Find(WorkspaceFolders.Of(_options.DataDirectory, workspace)) is { } held ? Words(held) : null;

    /// <summary>Deletes a store with its folder; null when it is gone, else why it is not.</summary>
    public string? Delete(WorkspaceName workspace)
    {
        var folder = WorkspaceFolders.Of(_options.DataDirectory, workspace);
        try
        {
            using (var owner = StoreOwner.TryTake(folder, _time.GetUtcNow()))
            {
                if (owner is null)
                {
                    return $"another process has {folder}; end that one";
                }
            }

            Directory.Delete(folder, recursive: true);
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _threads.Dispose();

    private static string Words(EmbeddedGridOpening.HeldByAnother held) =>
        $"its folder is in use by process {held.ProcessId} ({held.Command}); end that one";
}
