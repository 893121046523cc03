using Microsoft.AspNetCore.Http;
using PersonaGrain.Accounts;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Identities;

/// <summary>Joins identities, gives them back, and shows those of a person.</summary>
internal sealed class IdentityEndpoints(
    GridCalls grid, WorkspaceGrid workspace, LinkGuard guard, AuditLog audit, AuditedChanges changes, KeyRing keys, GatewayOptions options, Refusals refusals)
{
    internal const string LinkSource = "link";
    internal const string UnlinkSource = "unlink";
    internal const string PersonSource = "identities";
    internal const int MaximumBytes = 32 * 1024;
    private static readonly Problem OfAccount = new("identity_of_account", "an account is no person and has no identities; GET /v1/accounts/{id}/members lists who belongs to it", "id");

    /// <summary>Makes identities one person.</summary>
    internal async Task LinkAsync(HttpContext context)
    {
        var (identities, problem) = await ReadAsync(context, (body, kinds) => IdentityRequest.ReadLink(body, kinds, options.BlockedIds.Set));
        if (problem is not null)
        {
            await refusals.RefuseAsync(context, LinkSource, problem);
            return;
        }

        if (await guard.CheckAsync(context, identities!) is { } fault)
        {
            await refusals.RefuseAsync(context, LinkSource, Problem.Of(fault));
            return;
        }

        var result = await grid.Within(grid.Grid.LinkAsync(identities!, context.RequestAborted), context.RequestAborted);
        await (result switch
        {
            LinkResult.Linked { Fault: { } left } => refusals.RefuseAsync(context, LinkSource, Problem.Of(left)),
            LinkResult.Linked linked => JsonAnswer.WriteAsync(context, (linked.Person, linked.Joined, "linked"), IdentityJson.WriteLink),
            LinkResult.AlreadyLinked known => JsonAnswer.WriteAsync(context, (known.Person, (IReadOnlyList<ProfileId>)[], "unchanged"), IdentityJson.WriteLink),
            LinkResult.Refused refused => refusals.RefuseAsync(context, LinkSource, Problem.Of(refused.Fault)),
            LinkResult.Unavailable away => refusals.RefuseAsync(context, LinkSource, new Problem("unavailable", away.Reason) { RetryAfter = away.RetryAfter }),
            _ => throw new InvalidOperationException("no result of the grid: " + result),
        });
    }

    /// <summary>Gives an identity back.</summary>
    internal async Task UnlinkAsync(HttpContext context)
    {
        var (identities, problem) = await ReadAsync(context, IdentityRequest.ReadUnlink);
        problem ??= keys.Ended(context);
        if (problem is not null)
        {
            await refusals.RefuseAsync(context, UnlinkSource, problem);
            return;
        }

        var (identity, caller) = (identities![0], KeyRing.CallerOf(context));
        var result = await changes.MakeAsync(
            () => grid.Grid.UnlinkAsync(identity, CancellationToken.None).AsTask(),
            made => made is UnlinkResult.Unlinked ? audit.WriteAsync(caller, AuditAction.IdentityUnlinked, workspace.Name, $"{identity}") : Task.CompletedTask,
            context.RequestAborted);
        await (result switch
        {
            UnlinkResult.Unlinked unlinked => JsonAnswer.WriteAsync(context, unlinked, IdentityJson.WriteUnlink),
            UnlinkResult.Refused refused => refusals.RefuseAsync(context, UnlinkSource, Problem.Of(refused.Fault)),
            UnlinkResult.Unavailable away => refusals.RefuseAsync(context, UnlinkSource, new Problem("unavailable", away.Reason) { RetryAfter = away.RetryAfter }),
            _ => throw new InvalidOperationException("no result of the grid: " + result),
        });
    }

    /// <summary>The identities of a person, by any of them.</summary>
    internal async Task PersonAsync(HttpContext context, string id)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem)
            || !PathText.TryAt(context.Request, out var at, out problem))
        {
            await refusals.RefuseAsync(context, PersonSource, problem!);
            return;
        }

        if (AccountKey.IsAccount(named.Key))
        {
            await refusals.RefuseAsync(context, PersonSource, OfAccount);
            return;
        }

        var (_, person) = await named.FindAsync(key => at is { } then
            ? grid.Within(ending => grid.Grid.Times.PersonAsync(key, then, ending), context.RequestAborted)
            : grid.Within(grid.Grid.PersonAsync(key, context.RequestAborted), context.RequestAborted));
        await (person is null
            ? refusals.RefuseAsync(context, PersonSource, new Problem("unknown_profile", "nothing was ever observed for this profile", "id"))
            : JsonAnswer.WriteAsync(context, (person, grid.Grid.Catalog.Identities, at), IdentityJson.WritePerson));
    }

    private async ValueTask<(Identity[]? Identities, Problem? Problem)> ReadAsync(
        HttpContext context, Func<ReadOnlyMemory<byte>, IdentityKinds, (Identity[]? Identities, Problem? Problem)> read)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            return body is null ? (null, problem) : read(body.Bytes, grid.Grid.Catalog.Identities);
        }
    }
}
