using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Accounts;

/// <summary>Has a person belong to an account, or no longer, by request: each is a signal of the person, at the grid's time, as a group call is.</summary>
public static class Memberships
{
    private static readonly SignalFault NoAccounts = new("no_accounts", "account", "the catalog has no accounts; declare \"accounts\" in it");

    /// <summary>Why an identity can not be made known as a person's: it is an account's, or stands for nobody; null where it can.</summary>
    public static SignalFault? Unusable(ProfileId person, IdentityKinds kinds, BlockedIds blocked)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(blocked);
        var identity = Identity.Of(person, kinds);
        return identity.Kind is IdentityKinds.User or IdentityKinds.Anonymous && blocked.Contains(identity.Value) ? Nobody
            : kinds.TryKey(identity, out _, out var fault) ? null : fault;
    }

    /// <summary>Has a person belong to an account.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="account">The account's key.</param>
    /// <param name="person">Any identity of the person; one that nothing is known of becomes known.</param>
    /// <param name="role">What the person is to the account; null or empty leaves it as it is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<MembershipResult> AddAsync(IProfileGrid grid, ProfileId account, ProfileId person, string? role, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (!grid.Catalog.Identities.HasAccounts)
        {
            return new MembershipResult.Refused(NoAccounts);
        }

        var before = await grid.ProfileAsync(person, cancellation);
        var known = Find(before, account);
        if (known is { } belonging && (string.IsNullOrEmpty(role) || role == belonging.Role))
        {
            return Done(before!, account, "unchanged");
        }

        return await SayAsync(grid, GroupSignal.Joins, account, person, role, known, cancellation) is { } failed
            ? failed
            : await grid.ProfileAsync(person, cancellation) is { } after && Find(after, account) is { } now && (string.IsNullOrEmpty(role) || now.Role == role)
            ? Done(after, account, known is null ? "added" : "changed")
            : new MembershipResult.Refused(before?.Accounts.Count >= Belongings.Maximum ? TooMany : Outdated);
    }

    /// <summary>Has a person belong to an account no longer.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="account">The account's key.</param>
    /// <param name="person">Any identity of the person.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async ValueTask<MembershipResult> RemoveAsync(IProfileGrid grid, ProfileId account, ProfileId person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (await grid.ProfileAsync(person, cancellation) is not { } before || Find(before, account) is not { } known)
        {
            return new MembershipResult.Refused(NotAMember);
        }

        return await SayAsync(grid, GroupSignal.Leaves, account, person, null, known, cancellation) is { } failed ? failed
            : Find(await grid.ProfileAsync(person, cancellation), account) is not null ? new MembershipResult.Refused(Outdated)
            : new MembershipResult.Done(new MembershipChange(account, before.Id, known.Role, "removed"));
    }

    // Of one instant what comes later counts, so what a sender with a clock that is ahead said does not outlive a request.
    private static async ValueTask<MembershipResult?> SayAsync(
        IProfileGrid grid, string type, ProfileId account, ProfileId person, string? role, Belonging? known, CancellationToken cancellation)
    {
        var now = (await grid.StatusAsync(cancellation)).Now;
        var attributes = new List<KeyValuePair<string, AttributeValue>> { new(GroupSignal.Account, AttributeValue.Of(AccountKey.IdOf(account))) };
        if (!string.IsNullOrEmpty(role))
        {
            attributes.Add(new(GroupSignal.Role, AttributeValue.Of(role)));
        }

        var signal = new Signal
        {
            Id = Guid.NewGuid().ToString("D"),
            Type = type,
            Time = known is { } belonging ? Instant.Max(now, belonging.At) : now,
            Attributes = new AttributeSet(attributes.ToArray()),
        };
        return await grid.ObserveAsync([new Observation(person, signal)], cancellation) switch
        {
            ObserveResult.Observed { Outcomes: [{ Status: ObservationStatus.Accepted }] } => null,
            ObserveResult.Observed { Outcomes: [{ Fault: { } fault }] } => new MembershipResult.Refused(fault),
            ObserveResult.Busy busy => new MembershipResult.Unavailable("the grid is busy", IsBusy: true, busy.RetryAfter),
            ObserveResult.Unavailable away => new MembershipResult.Unavailable(away.Reason, IsBusy: false, away.RetryAfter),
            var other => throw new InvalidOperationException("no result of a signal with an id of its own: " + other),
        };
    }

    private static MembershipResult.Done Done(ProfileView person, ProfileId account, string status) =>
        new(new MembershipChange(account, person.Id, Find(person, account)!.Value.Role, status));

    private static Belonging? Find(ProfileView? person, ProfileId account)
    {
        foreach (var belonging in person?.Accounts ?? [])
        {
            if (belonging.Account == account)
            {
                return belonging;
            }
        }

        return null;
    }

    private static readonly SignalFault Nobody = new("blocked_id", "identity", "identity is a text that stands for nobody, such as null or 0; send the real id");

    private static readonly SignalFault NotAMember = new("not_a_member", "identity", "the person does not belong to this account; there is nothing to remove");

    private static readonly SignalFault TooMany = new(
        "too_many_accounts", "identity", $"the person belongs to {Belongings.Maximum} accounts already; remove the person from another one first");

    private static readonly SignalFault Outdated = new(
        "outdated_membership", "identity", "a signal with a later time says otherwise of the person and the account; ask again after it");
}
