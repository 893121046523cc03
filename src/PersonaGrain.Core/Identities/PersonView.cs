using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>The identities of one person, and how they came together.</summary>
/// <param name="Profile">The identity whose actor holds the person.</param>
/// <param name="Links">The others, in the order in which they came.</param>
/// <param name="Parted">Identities that were given back: signals do not join them again.</param>
public sealed record PersonView(ProfileId Profile, IReadOnlyList<IdentityLink> Links, IReadOnlyList<ProfileId> Parted)
{
    /// <summary>Identities that were given back since a rule of the catalog spoke against them.</summary>
    public IReadOnlyList<PartedByRule> Ruled { get; init; } = [];
}
