using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Who was one person at an instant, as the journals had it then.</summary>
internal static class PersonPast
{
    /// <summary>Joins that are followed from one identity; an actor that holds a person is seldom further away than one.</summary>
    private const int MostJoins = 64;

    /// <summary>The identities of the person of one; null where nothing was known of it.</summary>
    internal static async ValueTask<PersonView?> FindAsync(
        ProfileId identity, CatalogInForce inForce, Instant at, IActorStorage journals, CancellationToken cancellation)
    {
        for (var joins = 0; joins <= MostJoins; joins++)
        {
            var (known, change) = await LookAsync(ActorId.Of(identity), at, journals, cancellation);
            var person = change is { } entry ? inForce.Machine.Restore(entry).Person ?? Person.Alone : Person.Alone;
            if (person.JoinedInto is not { } place)
            {
                return known || !person.IsAlone ? new PersonView(identity, person.Links, person.Parted) { Ruled = person.Ruled } : null;
            }

            identity = place;
        }

        throw new AsOfUnavailableException($"the identities of {identity} were joined too often to tell who was whom then; ask without 'at'");
    }

    /// <summary>Whether a signal had been taken by then, and how the person had changed last.</summary>
    private static async ValueTask<(bool IsKnown, JournalEntry? Change)> LookAsync(ActorId actor, Instant at, IActorStorage journals, CancellationToken cancellation)
    {
        var (known, change) = (false, (JournalEntry?)null);
        foreach (var (_, entry) in await ProfilePast.CollectAsync(actor, JournalEntryKinds.Signals | JournalEntryKinds.Persons, journals, cancellation))
        {
            known |= entry.Kind == JournalEntryKind.Signal && entry.Received <= at;
            change = entry.Kind == JournalEntryKind.Person && entry.At <= at ? entry : change;
        }

        return (known, change);
    }
}
