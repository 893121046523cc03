using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Accounts;

/// <summary>A page of the people that belong to an account, by key.</summary>
/// <param name="Members">The people.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
public sealed record AccountMemberPage(IReadOnlyList<AccountMember> Members, ProfileId? Next)
{
    /// <summary>The most people of one page.</summary>
    public const int MaximumPage = 10_000;

    /// <summary>A page of the members of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaximumPage"/>.</param>
    public static AccountMemberPage Of(ProfileState account, ProfileId? after, int limit)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumPage);
        return Of(account.Members ?? new Members(), after, limit);
    }

    /// <summary>A page.</summary>
    /// <param name="members">Everybody.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">At least 1.</param>
    internal static AccountMemberPage Of(Members members, ProfileId? after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var page = members.All.Where(member => after is not { } last || string.CompareOrdinal(member.Person.Value, last.Value) > 0)
            .OrderBy(static member => member.Person.Value, StringComparer.Ordinal).Take(limit + 1).Select(static member => member.View()).ToArray();
        return page.Length <= limit ? new AccountMemberPage(page, null) : new AccountMemberPage(page[..limit], page[limit - 1].Person);
    }
}
