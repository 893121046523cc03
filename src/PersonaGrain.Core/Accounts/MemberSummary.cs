namespace PersonaGrain.Accounts;

/// <summary>Who belongs to an account, in numbers.</summary>
public sealed record MemberSummary
{
    internal MemberSummary(Members members)
    {
        (Count, IsTruncated) = (members.Count, members.IsTruncated);
        Roles = members.All.CountBy(static member => member.Role, StringComparer.Ordinal).OrderBy(static role => role.Key, StringComparer.Ordinal).ToDictionary();
    }

    /// <summary>How many people there are.</summary>
    public int Count { get; }

    /// <summary>Whether there were more than an account takes.</summary>
    public bool IsTruncated { get; }

    /// <summary>How many have each role; those without one under the empty text.</summary>
    public IReadOnlyDictionary<string, int> Roles { get; }
}
