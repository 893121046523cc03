using PersonaGrain.Identities;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Storage;

/// <summary>An actor whose person changed, as a journal finds it.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="IsSealed">Whether the newest change says that its person is held by another actor; also false where the entry can not be read.</param>
public readonly record struct JournaledPerson(ActorId Actor, bool IsSealed)
{
    /// <summary>What the newest change of an actor says.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="payload">The binary form of the entry.</param>
    public static JournaledPerson Read(ActorId actor, ReadOnlySpan<byte> payload)
    {
        try
        {
            return new JournaledPerson(actor, JournalEntryCodec.Read(JournalEntryKind.Person, payload).Person.IsSealed);
        }
        catch (FormatException)
        {
            // Whoever reads the actor itself is told of the damage.
            return new JournaledPerson(actor, false);
        }
    }
}
