using Microsoft.AspNetCore.Http;
using PersonaGrain.Accounts;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Accounts;

/// <summary>Reads an account and its members, and has people belong to it. All else of an account is read by its key, as of any profile.</summary>
internal sealed class AccountEndpoints(
    GridCalls grid, WorkspaceGrid workspace, AuditLog audit, AuditedChanges changes, KeyRing keys, GatewayOptions options, Refusals refusals)
{
    internal const string AccountSource = "account";
    internal const string MembersSource = "account_members";
    internal const string AddSource = "account_member_add";
    internal const string RemoveSource = "account_member_remove";
    internal const int MaximumBytes = 4 * 1024;
    private const int StandardPage = 100;
    private static readonly Problem UnknownAccount = new("unknown_account", "nothing was ever observed of this account, and nobody belongs to it", "id");

    /// <summary>An account as of now.</summary>
    internal async Task OneAsync(HttpContext context, string id)
    {
        if (!AccountKey.TryOf(PathText.WithSlashes(context, id), out var key, out var fault))
        {
            await refusals.RefuseAsync(context, AccountSource, Problem.Of(fault.Renamed("id")));
            return;
        }

        if (!PathText.TryAt(context.Request, out var at, out var problem))
        {
            await refusals.RefuseAsync(context, AccountSource, problem!);
            return;
        }

        var view = at is null
            ? await grid.Within(grid.Grid.ProfileAsync(key, context.RequestAborted), context.RequestAborted)
            : (await grid.Within(ending => grid.Grid.Times.ReadAsync(key, at, ending), context.RequestAborted))?.View();
        await (view is null ? refusals.RefuseAsync(context, AccountSource, UnknownAccount) : JsonAnswer.WriteAsync(context, view, ProfileJson.Write));
    }

    /// <summary>A page of the people that belong to an account.</summary>
    internal async Task MembersAsync(HttpContext context, string id)
    {
        if (!AccountKey.TryOf(PathText.WithSlashes(context, id), out var key, out var fault))
        {
            await refusals.RefuseAsync(context, MembersSource, Problem.Of(fault.Renamed("id")));
            return;
        }

        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, AccountMemberPage.MaximumPage, out var limit, out var problem)
            || !TryCursor(context.Request, out var after, out problem))
        {
            await refusals.RefuseAsync(context, MembersSource, problem!);
            return;
        }

        var page = await grid.Within(grid.Grid.AccountMembersAsync(key, after, limit, context.RequestAborted), context.RequestAborted);
        await (page is null
            ? refusals.RefuseAsync(context, MembersSource, UnknownAccount)
            : JsonAnswer.WriteAsync(context, (key, page), AccountJson.WriteMembers));
    }

    /// <summary>Has a person belong to an account.</summary>
    internal async Task AddAsync(HttpContext context, string id, string identity)
    {
        var (role, problem) = await RoleAsync(context);
        problem ??= keys.Ended(context);
        if (problem is null && TryRead(context, id, identity, out var account, out var named, out problem) && await PersonAsync(context, named) is var person)
        {
            if (Memberships.Unusable(person, grid.Grid.Catalog.Identities, options.BlockedIds.Set) is not { } unusable)
            {
                await AnswerAsync(context, AddSource, AuditAction.MemberSet, () => Memberships.AddAsync(grid.Grid, account, person, role, CancellationToken.None));
                return;
            }

            problem = Problem.Of(unusable);
        }

        await refusals.RefuseAsync(context, AddSource, problem!);
    }

    /// <summary>Has a person belong to an account no longer.</summary>
    internal async Task RemoveAsync(HttpContext context, string id, string identity)
    {
        if (!TryRead(context, id, identity, out var account, out var named, out var problem))
        {
            await refusals.RefuseAsync(context, RemoveSource, problem!);
            return;
        }

        var person = await PersonAsync(context, named);
        await AnswerAsync(context, RemoveSource, AuditAction.MemberRemoved, () => Memberships.RemoveAsync(grid.Grid, account, person, CancellationToken.None));
    }

    private static async ValueTask<(string? Role, Problem? Problem)> RoleAsync(HttpContext context)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        using (body)
        {
            var role = default(string);
            return (body is null ? problem : MemberRequest.Read(body.Bytes, out role)) is { } faulty ? (null, faulty) : (role, null);
        }
    }

    private bool TryRead(HttpContext context, string id, string identity, out ProfileId account, out NamedIdentity named, out Problem? problem)
    {
        named = default;
        if (!AccountIds.TryRead(PathText.WithSlashes(context, id), "id", options.BlockedIds.Set, out account, out var fault)
            || !NamedIdentity.TryParse(PathText.WithSlashes(context, identity), grid.Grid.Catalog.Identities, out named, out fault))
        {
            problem = Problem.Of(fault.Field == "profile" ? fault.Renamed("identity") : fault);
            return false;
        }

        problem = null;
        return true;
    }

    // The identity that a read by the same text finds; one of nobody is taken as a user's.
    private async ValueTask<ProfileId> PersonAsync(HttpContext context, NamedIdentity named)
    {
        var (key, view) = await named.FindAsync(asked => grid.Within(grid.Grid.ProfileAsync(asked, context.RequestAborted), context.RequestAborted));
        return view is null ? named.Key : key;
    }

    private async Task AnswerAsync(HttpContext context, string source, AuditAction action, Func<ValueTask<MembershipResult>> change)
    {
        var caller = KeyRing.CallerOf(context);
        var result = await changes.MakeAsync(
            () => change().AsTask(),
            made => made is MembershipResult.Done { Change: { Status: not "unchanged" } done }
                ? audit.WriteAsync(caller, action, workspace.Name, $"account {AccountKey.IdOf(done.Account)}: {done.Person.Value}{(done.Role.Length > 0 ? $" ({done.Role})" : null)}")
                : Task.CompletedTask,
            context.RequestAborted);
        await (result switch
        {
            MembershipResult.Done done => JsonAnswer.WriteAsync(context, done.Change, AccountJson.WriteChange),
            MembershipResult.Refused refused => refusals.RefuseAsync(context, source, Problem.Of(refused.Fault)),
            MembershipResult.Unavailable away => refusals.RefuseAsync(
                context, source, new Problem(away.IsBusy ? "busy" : "unavailable", away.Reason) { RetryAfter = away.RetryAfter }),
            var other => throw new InvalidOperationException("no result of a membership: " + other),
        });
    }

    private static bool TryCursor(HttpRequest request, out ProfileId? after, out Problem? problem)
    {
        (after, problem) = (null, null);
        string? text = request.Query["cursor"];
        if (text is null)
        {
            return true;
        }

        if (ProfileId.TryParse(text, out var last, out _))
        {
            after = last;
            return true;
        }

        problem = new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor");
        return false;
    }
}
