using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>What an actor knows of who it is: the identities that came to it, or where it went itself. Immutable; actors that were never joined have none.</summary>
/// <param name="JoinedInto">The actor that holds the person now; null where it is this one.</param>
/// <param name="Links">The identities that came to this one, in the order in which they came.</param>
/// <param name="Parted">The identities that were given back: signals do not join them again, only a request does.</param>
public sealed record Person(ProfileId? JoinedInto, IReadOnlyList<IdentityLink> Links, IReadOnlyList<ProfileId> Parted)
{
    /// <summary>One that was never joined.</summary>
    public static readonly Person Alone = new(null, [], []);

    /// <summary>The identities that were given back since a rule spoke against them: the rule keeps signals from joining them again, for as long as there is one.</summary>
    /// <remarks>The newest <see cref="LinkRules.MostIdentities"/>.</remarks>
    public IReadOnlyList<PartedByRule> Ruled { get; init; } = [];

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsAlone => JoinedInto is null && Links.Count == 0 && Parted.Count == 0 && Ruled.Count == 0;

    /// <summary>Bytes of managed memory, by its own account.</summary>
    internal int EstimatedBytes => 120 + (Links.Count * 260) + (Parted.Count * 90) + (Ruled.Count * 110);

    /// <summary>What two actors remember of what rules parted, without what is together now.</summary>
    internal static IReadOnlyList<PartedByRule> RuledOf(IEnumerable<PartedByRule> ruled, Func<ProfileId, bool> isTogether) =>
        [.. ruled.Where(one => !isTogether(one.Identity)).OrderBy(static one => one.At).DistinctBy(static one => one.Identity).TakeLast(LinkRules.MostIdentities)];

    /// <summary>Whether an identity came to this one.</summary>
    public bool Has(ProfileId identity)
    {
        for (var index = 0; index < Links.Count; index++)
        {
            if (Links[index].Identity == identity)
            {
                return true;
            }
        }

        return false;
    }
}
