using PersonaGrain.Accounts;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Population.Census;

/// <summary>Reads people, and accounts where they are wanted, for a census, from what is stored of them; changes nothing.</summary>
public static class CensusReading
{
    /// <summary>Signals of one person that are looked at: the newest ones.</summary>
    public const int MostSignals = 10_000;

    /// <summary>Counts the person or the account that an actor holds, if it holds one, as of an instant.</summary>
    /// <param name="summary">Where to.</param>
    /// <param name="id">The actor.</param>
    /// <param name="kinds">The kinds of actors.</param>
    /// <param name="catalog">What is in force.</param>
    /// <param name="now">The instant.</param>
    /// <param name="sample">Of whom the past is looked at.</param>
    /// <param name="storage">Where the actor is stored.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False where the actor has come to a newer catalog: the census is out of date.</returns>
    public static async ValueTask<bool> CountAsync(
        CensusSummary summary, ActorId id, ActorKinds kinds, CatalogInForce catalog, Instant now, CensusSample sample, IActorStorage storage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(kinds);
        if (!id.IsPerson && !(id.IsProfile && summary.WantsAccounts))
        {
            return true;
        }

        var turn = new ActorTurn();
        turn.Begin(kinds.Create(id), catalog, now);
        if (await turn.PrepareAsync(storage, cancellation) > 0)
        {
            return false;
        }

        if (turn.Actor is Account { Exists: true, MovedTo: null } account)
        {
            summary.AddAccount(new CensusSubject(account.ProfileId, account.Machine, account.State, turn.Now));
        }
        else if (turn.Actor is Profile { Exists: true, MovedTo: null } person)
        {
            summary.Add(new CensusSubject(person.ProfileId, person.Machine, person.State, turn.Now));
            await LearnAsync(summary, person.ProfileId, person.Machine, now, sample, storage, cancellation);
        }

        return true;
    }

    /// <summary>Adds the past of a person, where it is wanted and the person is in the sample.</summary>
    public static async ValueTask LearnAsync(
        CensusSummary summary, ProfileId person, ProfileMachine machine, Instant now, CensusSample sample, IActorStorage storage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.WantsHistory && sample.Includes(person))
        {
            summary.Learn(new CensusHistory(person, machine, await SignalsAsync(ActorId.Of(person), machine, now, storage, cancellation), now));
        }
    }

    /// <summary>The signals of a person that count, up to an instant, in the order of their times: the newest <see cref="MostSignals"/>.</summary>
    public static async ValueTask<IReadOnlyList<Signal>> SignalsAsync(
        ActorId person, ProfileMachine machine, Instant now, IActorStorage storage, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(storage);
        var (retracted, parted) = (new RetractedSignals(), new PartedOrigins());
        await foreach (var (place, entry) in storage.ReadAsync(person, 0, JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons, cancellation))
        {
            parted.Note(place, entry);
            if (entry.IsRetraction)
            {
                retracted.Add(entry.Retraction);
            }
        }

        var newest = new NewestSignals(MostSignals);
        await foreach (var (place, entry) in storage.ReadAsync(person, 0, JournalEntryKinds.Signals, cancellation))
        {
            if (entry.Kind == JournalEntryKind.Signal && entry.Signal.Time <= now && !parted.Covers(place, entry.Signal) && !retracted.Contains(entry.Signal))
            {
                newest.Add(entry.Signal, entry.Received);
            }
        }

        return newest.InOrder();
    }
}
