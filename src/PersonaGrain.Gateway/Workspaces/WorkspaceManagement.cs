using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Samples;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Adds workspaces and removes them, with their limits and keys: what the API and the pages both do it with. Who asks has shown an admin key of <c>main</c>, or needs none.</summary>
internal sealed class WorkspaceManagement(ServedDirectory served, KeyRing ring, AuditLog audit, AuditedChanges changes, SampleRun sample, GatewayOptions options, TimeProvider time)
{
    private static readonly WorkspaceScopes[] StandardKeys = [WorkspaceScopes.Write, WorkspaceScopes.Read, WorkspaceScopes.Admin];

    private static readonly Problem OperatorFirst = new(
        "workspace_refused",
        "there is no admin key yet, and with the first key everything needs one: make an admin key of main first, POST /v1/workspaces/main/keys, or configure Keys:Admin");

    private static readonly Problem LastOperator = new("workspace_refused", "it is the last key that manages workspaces; make another admin key of main first", "id");

    /// <summary>There is no workspace of the name that was asked for.</summary>
    internal static Problem Unknown { get; } = new("unknown_workspace", "there is no workspace of this name", "name");

    private Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>Adds one, with the catalog of <c>main</c> where the request has none, and with keys where this server has some.</summary>
    internal async Task<WorkspaceOutcome> AddAsync(WorkspaceRequest request, string caller, CancellationToken cancellation)
    {
        IReadOnlyList<WorkspaceScopes> scopes = request.Keys ?? (ring.IsGuarded ? StandardKeys : []);
        if (scopes.Count > 0 && !ring.HasOperator)
        {
            return new WorkspaceOutcome(null, OperatorFirst);
        }

        (string Key, WorkspaceKey Kept)[] made = [.. scopes.Select(scope => KeyMaker.Make(scope, Now))];
        var workspace = new Workspace(request.Name, Now) { Keys = [.. made.Select(key => key.Kept)], Limits = request.Limits, Sample = request.Sample };
        var catalog = request.Catalog ?? served.Open.Find(WorkspaceName.Main)!.Catalog.Document;
        return await changes.MakeAsync(
            async () => OutcomeOf(await served.Open.AddAsync(workspace, catalog, CancellationToken.None)).WithKeys(made),
            async outcome =>
            {
                if (outcome.Workspace is null)
                {
                    return;
                }

                await audit.WriteAsync(caller, AuditAction.WorkspaceAdded, request.Name, $"catalog {catalog.Name} version {catalog.Version}");
                foreach (var (_, kept) in made)
                {
                    await audit.WriteAsync(caller, AuditAction.KeyMade, request.Name, Words(kept));
                }
            },
            cancellation);
    }

    /// <summary>Removes one with all that it has. The people of the sample shop, where it is theirs and they live here, are stopped first; elsewhere they end when that process sees that it is gone.</summary>
    internal Task<WorkspaceOutcome> RemoveAsync(string name, string caller, CancellationToken cancellation) => ChangeAsync(
        name,
        async workspace =>
        {
            if (workspace == SampleRun.Workspace)
            {
                await sample.EndHereAsync(CancellationToken.None).WaitAsync(options.GridTimeout);
            }

            return OutcomeOf(await served.Open.RemoveAsync(workspace, CancellationToken.None));
        },
        caller,
        AuditAction.WorkspaceRemoved,
        static () => "with everything in it",
        cancellation);

    /// <summary>Replaces its limits.</summary>
    internal Task<WorkspaceOutcome> LimitAsync(string name, WorkspaceLimits limits, string caller, CancellationToken cancellation) => ChangeAsync(
        name,
        async workspace => OutcomeOf(await served.Open.ChangeAsync(workspace, before => before with { Limits = limits }, CancellationToken.None)),
        caller,
        AuditAction.LimitsChanged,
        () => $"signals a second {Words(limits.SignalsPerSecond)}, concurrent requests {Words(limits.ConcurrentRequests)}, event streams {Words(limits.EventStreams)}",
        cancellation);

    /// <summary>Makes a key; it is told this once.</summary>
    internal async Task<WorkspaceOutcome> AddKeyAsync(string name, IReadOnlyList<WorkspaceScopes> scopes, string caller, CancellationToken cancellation)
    {
        var scope = scopes.Aggregate(static (all, one) => all | one);
        if (!ring.HasOperator && !(name == WorkspaceName.Main.Text && scope.HasFlag(WorkspaceScopes.Admin)))
        {
            return new WorkspaceOutcome(null, OperatorFirst);
        }

        var made = KeyMaker.Make(scope, Now);
        return await ChangeAsync(
            name,
            async workspace => OutcomeOf(await served.Open.ChangeAsync(workspace, before => before with { Keys = [.. before.Keys, made.Kept] }, CancellationToken.None)).WithKeys([made]),
            caller,
            AuditAction.KeyMade,
            () => Words(made.Kept),
            cancellation);
    }

    /// <summary>Takes a key away.</summary>
    internal Task<WorkspaceOutcome> RemoveKeyAsync(string name, string id, string caller, CancellationToken cancellation)
    {
        WorkspaceKey? known = null;
        return ChangeAsync(name, TakeAsync, caller, AuditAction.KeyTakenAway, () => Words(known!), cancellation);

        async Task<WorkspaceOutcome> TakeAsync(WorkspaceName workspace)
        {
            var isLast = false;
            var outcome = OutcomeOf(await served.Open.ChangeAsync(
                workspace,
                before =>
                {
                    (known, isLast) = (before.Keys.FirstOrDefault(key => key.Id == id), ring.IsLastOperator(before, id));
                    return known is not null && !isLast ? before with { Keys = [.. before.Keys.Where(key => key.Id != id)] } : null;
                },
                CancellationToken.None));
            return outcome.Workspace is null || (known is not null && !isLast) ? outcome
                : new WorkspaceOutcome(null, known is null ? new Problem("unknown_key", $"the workspace {workspace} has no key of this id", "id") : LastOperator);
        }
    }

    private static string Words(WorkspaceKey key) => $"{key.Id} ({string.Join(", ", WorkspaceJson.ScopeNames.Where(name => key.Scopes.HasFlag(WorkspaceJson.ScopeOf(name))))})";

    private static string Words(int? limit) => limit is { } number ? $"{number}" : "without a limit";

    private async Task<WorkspaceOutcome> ChangeAsync(
        string name, Func<WorkspaceName, Task<WorkspaceOutcome>> change, string caller, AuditAction action, Func<string> detail, CancellationToken cancellation) =>
        WorkspaceName.TryParse(name, out var workspace, out _)
            ? await changes.MakeAsync(
                () => change(workspace), outcome => outcome.Workspace is { } done ? audit.WriteAsync(caller, action, done.Name, detail()) : Task.CompletedTask, cancellation)
            : new WorkspaceOutcome(null, Unknown);

    /// <summary>What a directory said, as the API and the pages tell it.</summary>
    internal static WorkspaceOutcome OutcomeOf(WorkspaceChange change) => change switch
    {
        WorkspaceChange.Done done => new WorkspaceOutcome(done.Workspace, null),
        WorkspaceChange.Taken taken => new WorkspaceOutcome(null, new Problem("workspace_exists", $"there is a workspace {taken.Name} already", "name")),
        WorkspaceChange.Unknown => new WorkspaceOutcome(null, Unknown),
        WorkspaceChange.Refused refused => new WorkspaceOutcome(null, new Problem("workspace_refused", refused.Reason, "name")),
        WorkspaceChange.Unavailable unavailable => new WorkspaceOutcome(null, new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter }),
        _ => throw new InvalidOperationException("no result of a directory: " + change),
    };
}

/// <summary>What became of a change of a workspace: one of both.</summary>
/// <param name="Workspace">The workspace as it is now, or was when it was removed.</param>
/// <param name="Problem">Why it was not changed.</param>
internal sealed record WorkspaceOutcome(Workspace? Workspace, Problem? Problem)
{
    /// <summary>The keys that were made; they are told this once.</summary>
    internal IReadOnlyList<(string Key, WorkspaceKey Kept)> Made { get; init; } = [];

    /// <summary>With keys that were made for the change, where it was made: else they open nothing.</summary>
    internal WorkspaceOutcome WithKeys(IReadOnlyList<(string Key, WorkspaceKey Kept)> made) => Workspace is null ? this : this with { Made = made };
}
