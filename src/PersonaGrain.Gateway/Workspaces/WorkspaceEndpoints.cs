using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Manages workspaces: listed, added, removed, their limits and keys. For whoever has an admin key of <c>main</c>.</summary>
internal sealed class WorkspaceEndpoints(ServedDirectory served, KeyRing ring, GatewayOptions options, Refusals refusals, TimeProvider time)
{
    internal const int MaximumBytes = 16 * 1024;
    private const int StandardPage = 100;
    private const int LargestPage = 1_000;
    private static readonly WorkspaceScopes[] StandardKeys = [WorkspaceScopes.Write, WorkspaceScopes.Read, WorkspaceScopes.Admin];

    /// <summary>A page of workspaces, <c>main</c> first, then by name.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, LargestPage, out var limit, out var problem))
        {
            await RefuseAsync(context, "workspaces", problem!);
            return;
        }

        await served.Open.RefreshAsync(context.RequestAborted);
        string? after = context.Request.Query["after"];
        if (!WorkspaceName.TryParse(after ?? WorkspaceName.Main.Text, out var last, out var fault))
        {
            await RefuseAsync(context, "workspaces", new Problem("invalid_cursor", fault, "after"));
            return;
        }

        var rest = served.Open.Workspaces.Where(workspace => after is null || workspace.Name > last).Take(limit + 1).ToArray();
        var next = rest.Length > limit ? rest[limit - 1].Name.Text : null;
        await JsonAnswer.WriteAsync(context, ((IReadOnlyList<Workspace>)[.. rest.Take(limit)], next), WorkspaceJson.WritePage);
    }

    /// <summary>One workspace.</summary>
    internal async Task OneAsync(HttpContext context, string name)
    {
        await served.Open.RefreshAsync(context.RequestAborted);
        var found = WorkspaceName.TryParse(name, out var known, out _) ? served.Open.Workspaces.FirstOrDefault(workspace => workspace.Name == known) : null;
        await (found is null ? RefuseAsync(context, "workspace", Unknown) : JsonAnswer.WriteAsync(context, found, WorkspaceJson.Write));
    }

    /// <summary>Adds one, with the catalog of <c>main</c> where the request has none, and with keys where this server has some.</summary>
    internal async Task AddAsync(HttpContext context)
    {
        if (await ReadAsync(context, "workspace_add", WorkspaceRequest.ReadAdded) is not { } request)
        {
            return;
        }

        IReadOnlyList<WorkspaceScopes> scopes = request.Keys ?? (ring.IsGuarded ? StandardKeys : []);
        if (scopes.Count > 0 && !ring.HasOperator)
        {
            await RefuseAsync(context, "workspace_add", OperatorFirst);
            return;
        }

        (string Key, WorkspaceKey Kept)[] made = [.. scopes.Select(scope => KeyMaker.Make(scope, Now))];
        var workspace = new Workspace(request.Name, Now) { Keys = [.. made.Select(key => key.Kept)], Limits = request.Limits };
        var catalog = request.Catalog ?? served.Open.Find(WorkspaceName.Main)!.Catalog.Document;
        var change = await WithinAsync(served.Open.AddAsync(workspace, catalog, context.RequestAborted), context);
        await AnswerAsync(context, "workspace_add", change, done => JsonAnswer.WriteAsync(context, (done, (IReadOnlyList<(string, WorkspaceKey)>)made), WorkspaceJson.WriteAdded));
    }

    /// <summary>Removes one with all that it has.</summary>
    internal Task RemoveAsync(HttpContext context, string name) =>
        ChangeAsync(context, "workspace_remove", name, workspace => served.Open.RemoveAsync(workspace, context.RequestAborted));

    /// <summary>Replaces its limits.</summary>
    internal async Task LimitAsync(HttpContext context, string name)
    {
        if (await ReadAsync(context, "workspace_limits", WorkspaceRequest.ReadLimits) is { } limits)
        {
            await ChangeAsync(context, "workspace_limits", name, workspace =>
                served.Open.ChangeAsync(workspace, before => before with { Limits = limits }, context.RequestAborted));
        }
    }

    /// <summary>Makes a key; it is told this once.</summary>
    internal async Task AddKeyAsync(HttpContext context, string name)
    {
        if (await ReadAsync(context, "workspace_key_add", WorkspaceRequest.ReadKey) is not { } scopes)
        {
            return;
        }

        var scope = scopes.Aggregate(static (all, one) => all | one);
        if (!ring.HasOperator && !(name == WorkspaceName.Main.Text && scope.HasFlag(WorkspaceScopes.Admin)))
        {
            await RefuseAsync(context, "workspace_key_add", OperatorFirst);
            return;
        }

        var made = KeyMaker.Make(scope, Now);
        await ChangeAsync(
            context,
            "workspace_key_add",
            name,
            workspace => served.Open.ChangeAsync(workspace, before => before with { Keys = [.. before.Keys, made.Kept] }, context.RequestAborted),
            _ => JsonAnswer.WriteAsync(context, made, WorkspaceJson.WriteMade));
    }

    /// <summary>Takes a key away.</summary>
    internal Task RemoveKeyAsync(HttpContext context, string name, string id)
    {
        var (isKnown, isLast) = (false, false);
        return ChangeAsync(
            context,
            "workspace_key_remove",
            name,
            workspace => served.Open.ChangeAsync(
                workspace,
                before =>
                {
                    (isKnown, isLast) = (before.Keys.Any(key => key.Id == id), ring.IsLastOperator(before, id));
                    return isKnown && !isLast ? before with { Keys = [.. before.Keys.Where(key => key.Id != id)] } : null;
                },
                context.RequestAborted),
            done => isKnown && !isLast ? JsonAnswer.WriteAsync(context, done, WorkspaceJson.Write)
                : isKnown ? RefuseAsync(context, "workspace_key_remove", LastOperator)
                : RefuseAsync(context, "workspace_key_remove", new Problem("unknown_key", $"the workspace {done.Name} has no key of this id", "id")));
    }

    private static Problem OperatorFirst { get; } = new(
        "workspace_refused",
        "there is no admin key yet, and with the first key everything needs one: make an admin key of main first, POST /v1/workspaces/main/keys, or configure Keys:Admin");

    private static Problem LastOperator { get; } = new("workspace_refused", "it is the last key that manages workspaces; make another admin key of main first", "id");

    private static Problem Unknown { get; } = new("unknown_workspace", "there is no workspace of this name", "name");

    private Instant Now => Instant.From(time.GetUtcNow());

    private async Task ChangeAsync(
        HttpContext context, string source, string name, Func<WorkspaceName, ValueTask<WorkspaceChange>> change, Func<Workspace, Task>? answer = null)
    {
        var done = WorkspaceName.TryParse(name, out var workspace, out _)
            ? await WithinAsync(change(workspace), context)
            : new WorkspaceChange.Unknown(default);
        await AnswerAsync(context, source, done, answer ?? (changed => JsonAnswer.WriteAsync(context, changed, WorkspaceJson.Write)));
    }

    private Task AnswerAsync(HttpContext context, string source, WorkspaceChange change, Func<Workspace, Task> answer) => change switch
    {
        WorkspaceChange.Done done => answer(done.Workspace),
        WorkspaceChange.Taken taken => RefuseAsync(context, source, new Problem("workspace_exists", $"there is a workspace {taken.Name} already", "name")),
        WorkspaceChange.Unknown => RefuseAsync(context, source, Unknown),
        WorkspaceChange.Refused refused => RefuseAsync(context, source, new Problem("workspace_refused", refused.Reason, "name")),
        WorkspaceChange.Unavailable unavailable => RefuseAsync(context, source, new Problem("unavailable", unavailable.Reason) { RetryAfter = unavailable.RetryAfter }),
        _ => throw new InvalidOperationException("no result of a directory: " + change),
    };

    private async ValueTask<T?> ReadAsync<T>(HttpContext context, string source, Func<ReadOnlyMemory<byte>, (T? Value, Problem? Problem)> read)
        where T : class
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            var value = default(T);
            if (body is not null)
            {
                (value, problem) = read(body.Bytes);
            }

            if (problem is not null)
            {
                await RefuseAsync(context, source, problem);
            }

            return problem is null ? value : null;
        }
    }

    private Task<WorkspaceChange> WithinAsync(ValueTask<WorkspaceChange> change, HttpContext context) =>
        change.AsTask().WaitAsync(options.GridTimeout, context.RequestAborted);

    private Task RefuseAsync(HttpContext context, string source, Problem problem) => refusals.RefuseAsync(context, source, problem);
}
