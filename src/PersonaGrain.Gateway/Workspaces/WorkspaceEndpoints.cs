using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Manages workspaces: listed, added, removed, their limits and keys. For whoever has an admin key of <c>main</c>.</summary>
internal sealed class WorkspaceEndpoints(ServedDirectory served, WorkspaceManagement management, KeyRing ring, Refusals refusals)
{
    internal const int MaximumBytes = 16 * 1024;
    private const int StandardPage = 100;
    private const int LargestPage = 1_000;

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
        await (found is null ? RefuseAsync(context, "workspace", WorkspaceManagement.Unknown) : JsonAnswer.WriteAsync(context, found, WorkspaceJson.Write));
    }

    /// <summary>Adds one.</summary>
    internal async Task AddAsync(HttpContext context)
    {
        if (await ReadAsync(context, "workspace_add", WorkspaceRequest.ReadAdded) is { } request)
        {
            var outcome = await management.AddAsync(request, KeyRing.CallerOf(context), context.RequestAborted);
            await AnswerAsync(context, "workspace_add", outcome, done => JsonAnswer.WriteAsync(context, (done, outcome.Made), WorkspaceJson.WriteAdded));
        }
    }

    /// <summary>Removes one with all that it has.</summary>
    internal async Task RemoveAsync(HttpContext context, string name) =>
        await AnswerAsync(context, "workspace_remove", await management.RemoveAsync(name, KeyRing.CallerOf(context), context.RequestAborted));

    /// <summary>Replaces its limits.</summary>
    internal async Task LimitAsync(HttpContext context, string name)
    {
        if (await ReadAsync(context, "workspace_limits", WorkspaceRequest.ReadLimits) is { } limits)
        {
            await AnswerAsync(context, "workspace_limits", await management.LimitAsync(name, limits, KeyRing.CallerOf(context), context.RequestAborted));
        }
    }

    /// <summary>Makes a key; it is told this once.</summary>
    internal async Task AddKeyAsync(HttpContext context, string name)
    {
        if (await ReadAsync(context, "workspace_key_add", WorkspaceRequest.ReadKey) is { } scopes)
        {
            var outcome = await management.AddKeyAsync(name, scopes, KeyRing.CallerOf(context), context.RequestAborted);
            await AnswerAsync(context, "workspace_key_add", outcome, _ => JsonAnswer.WriteAsync(context, outcome.Made[0], WorkspaceJson.WriteMade));
        }
    }

    /// <summary>Takes a key away.</summary>
    internal async Task RemoveKeyAsync(HttpContext context, string name, string id) =>
        await AnswerAsync(context, "workspace_key_remove", await management.RemoveKeyAsync(name, id, KeyRing.CallerOf(context), context.RequestAborted));

    private Task AnswerAsync(HttpContext context, string source, WorkspaceOutcome outcome, Func<Workspace, Task>? answer = null) =>
        outcome.Problem is { } problem ? RefuseAsync(context, source, problem)
            : answer is not null ? answer(outcome.Workspace!)
            : JsonAnswer.WriteAsync(context, outcome.Workspace!, WorkspaceJson.Write);

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

            problem ??= ring.Ended(context);

            if (problem is not null)
            {
                await RefuseAsync(context, source, problem);
            }

            return problem is null ? value : null;
        }
    }

    private Task RefuseAsync(HttpContext context, string source, Problem problem) => refusals.RefuseAsync(context, source, problem);
}
