using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>What happened to the person of an actor. Values are stored: explicit and append-only.</summary>
public enum PersonChangeKind : byte
{
    /// <summary>The actor's person is held by another actor from here on; this one only points there.</summary>
    Sealed = 1,

    /// <summary>Another identity came to this actor, with its signals.</summary>
    Absorbed = 2,

    /// <summary>An identity was given back: the signals that came by it count no more here.</summary>
    Released = 3,

    /// <summary>The actor holds a person of its own again, of the signals of its own identity alone.</summary>
    Restored = 4,

    /// <summary>What the actor pointed to was given back; it points elsewhere from here on.</summary>
    Redirected = 5,
}

/// <summary>A change of the person of an actor, as the journal keeps it: with the whole state after it, so that whoever repeats the journal needs no other actor's.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Other">The other identity.</param>
/// <param name="Join">The join that it is about, the same in the journals of both.</param>
/// <param name="Snapshot">The state after it.</param>
public sealed record PersonChange(PersonChangeKind Kind, ProfileId Other, string Join, ReadOnlyMemory<byte> Snapshot)
{
    /// <summary>Whether the actor only points to <see cref="Other"/> from here on.</summary>
    public bool IsSealed => Kind is PersonChangeKind.Sealed or PersonChangeKind.Redirected;
}
