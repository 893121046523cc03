using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Adds workspaces and removes them, with their limits and keys: what the API and the pages both do it with. Who asks has shown an admin key of <c>main</c>, or needs none.</summary>
internal sealed class WorkspaceManagement(ServedDirectory served, KeyRing ring, AuditLog audit, GatewayOptions options, TimeProvider time)
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
        var workspace = new Workspace(request.Name, Now) { Keys = [.. made.Select(key => key.Kept)], Limits = request.Limits };
        var catalog = request.Catalog ?? served.Open.Find(WorkspaceName.Main)!.Catalog.Document;
        var outcome = OutcomeOf(await WithinAsync(served.Open.AddAsync(workspace, catalog, cancellation), cancellation)) with { Made = made };
        if (outcome.Workspace is not null)
        {
            await audit.WriteAsync(caller, AuditAction.WorkspaceAdded, request.Name, $"catalog {catalog.Name} version {catalog.Version}");
            foreach (var (_, kept) in made)
            {
                await audit.WriteAsync(caller, AuditAction.KeyMade, request.Name, Words(kept));
            }
        }

        return outcome;
    }

    /// <summary>Removes one with all that it has.</summary>
    internal async Task<WorkspaceOutcome> RemoveAsync(string name, string caller, CancellationToken cancellation)
    {
        var outcome = await ChangeAsync(name, workspace => served.Open.RemoveAsync(workspace, cancellation), cancellation);
        await ToldAsync(outcome, caller, AuditAction.WorkspaceRemoved, "with everything in it");
        return outcome;
    }

    /// <summary>Replaces its limits.</summary>
    internal async Task<WorkspaceOutcome> LimitAsync(string name, WorkspaceLimits limits, string caller, CancellationToken cancellation)
    {
        var outcome = await ChangeAsync(name, workspace => served.Open.ChangeAsync(workspace, before => before with { Limits = limits }, cancellation), cancellation);
        await ToldAsync(
            outcome,
            caller,
            AuditAction.LimitsChanged,
            $"signals a second {Words(limits.SignalsPerSecond)}, concurrent requests {Words(limits.ConcurrentRequests)}, event streams {Words(limits.EventStreams)}");
        return outcome;
    }

    /// <summary>Makes a key; it is told this once.</summary>
    internal async Task<WorkspaceOutcome> AddKeyAsync(string name, IReadOnlyList<WorkspaceScopes> scopes, string caller, CancellationToken cancellation)
    {
        var scope = scopes.Aggregate(static (all, one) => all | one);
        if (!ring.HasOperator && !(name == WorkspaceName.Main.Text && scope.HasFlag(WorkspaceScopes.Admin)))
        {
            return new WorkspaceOutcome(null, OperatorFirst);
        }

        var made = KeyMaker.Make(scope, Now);
        var outcome = await ChangeAsync(
            name, workspace => served.Open.ChangeAsync(workspace, before => before with { Keys = [.. before.Keys, made.Kept] }, cancellation), cancellation) with { Made = [made] };
        await ToldAsync(outcome, caller, AuditAction.KeyMade, Words(made.Kept));
        return outcome;
    }

    /// <summary>Takes a key away.</summary>
    internal async Task<WorkspaceOutcome> RemoveKeyAsync(string name, string id, string caller, CancellationToken cancellation)
    {
        WorkspaceKey? known = null;
        var isLast = false;
        var outcome = await ChangeAsync(
            name,
            workspace => served.Open.ChangeAsync(
                workspace,
                before =>
                {
                    (known, isLast) = (before.Keys.FirstOrDefault(key => key.Id == id), ring.IsLastOperator(before, id));
                    return known is not null && !isLast ? before with { Keys = [.. before.Keys.Where(key => key.Id != id)] } : null;
                },
                cancellation),
            cancellation);
        if (outcome.Workspace is { } done && (known is null || isLast))
        {
            return new WorkspaceOutcome(null, known is null ? new Problem("unknown_key", $"the workspace {done.Name} has no key of this id", "id") : LastOperator);
        }

        await ToldAsync(outcome, caller, AuditAction.KeyTakenAway, known is null ? id : Words(known));
        return outcome;
    }

    private static string Words(WorkspaceKey key) => $"{key.Id} ({string.Join(", ", WorkspaceJson.ScopeNames.Where(name => key.Scopes.HasFlag(WorkspaceJson.ScopeOf(name))))})";

    private static string Words(int? limit) => limit is { } number ? $"{number}" : "without a limit";

    private async Task ToldAsync(WorkspaceOutcome outcome, string caller, AuditAction action, string detail)
    {
        if (outcome.Workspace is { } workspace)
        {
            await audit.WriteAsync(caller, action, workspace.Name, detail);
        }
    }

    private async Task<WorkspaceOutcome> ChangeAsync(string name, Func<WorkspaceName, ValueTask<WorkspaceChange>> change, CancellationToken cancellation) =>
        WorkspaceName.TryParse(name, out var workspace, out _) ? OutcomeOf(await WithinAsync(change(workspace), cancellation)) : new WorkspaceOutcome(null, Unknown);

    private static WorkspaceOutcome OutcomeOf(WorkspaceChange change) => change switch
    {
        WorkspaceChange.Done done => new WorkspaceOutcome(done.Workspace, null),
        WorkspaceChange.Taken taken => new WorkspaceOutcome(null, new Problem("workspace_exists", $"there is a workspace {taken.Name} already", "name")),
        WorkspaceChange.Unknown => new WorkspaceOutcome(null, Unknown),
        WorkspaceChange.Refused refused => new WorkspaceOutcome(null, new Problem("workspace_refused", refused.Reason, "name")),
        WorkspaceChange.Unavailable unavailable => new WorkspaceOutcome(null, new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter }),
        _ => throw new InvalidOperationException("no result of a directory: " + change),
    };

    private Task<WorkspaceChange> WithinAsync(ValueTask<WorkspaceChange> change, CancellationToken cancellation) =>
        change.AsTask().WaitAsync(options.GridTimeout, cancellation);
}

/// <summary>What became of a change of a workspace: one of both.</summary>
/// <param name="Workspace">The workspace as it is now, or was when it was removed.</param>
/// <param name="Problem">Why it was not changed.</param>
internal sealed record WorkspaceOutcome(Workspace? Workspace, Problem? Problem)
{
    /// <summary>The keys that were made; they are told this once.</summary>
    internal IReadOnlyList<(string Key, WorkspaceKey Kept)> Made { get; init; } = [];
}
