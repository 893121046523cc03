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

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsAlone => JoinedInto is null && Links.Count == 0 && Parted.Count == 0;

    /// <summary>Bytes of managed memory, by its own account.</summary>
    internal int EstimatedBytes => 120 + (Links.Count * 260) + (Parted.Count * 90);

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
