using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Triggers;

namespace PersonaGrain.Turns;

/// <summary>Completes an actor's state from its whole history: what the store has, and what the turn did so far. In constant memory, save for what was taken back.</summary>
internal static class HistoryLearning
{
    /// <summary>What a turn did stands behind everything that the store has.</summary>
    private const long OfTurn = 1L << 60;

    /// <summary>Reads the history and has the actor learn from it.</summary>
    internal static async ValueTask CompleteAsync(Actor actor, TurnEffects effects, IActorStorage storage, CancellationToken cancellation)
    {
        var retracted = new RetractedSignals();
        var parted = new PartedOrigins();
        var isJoined = false;
        await foreach (var (place, entry) in storage.ReadAsync(actor.Id, 0, JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons, cancellation))
        {
            Note(entry, retracted);
            parted.Note(place, entry);
            isJoined |= entry.Kind == JournalEntryKind.Person;
        }

        var repeated = isJoined ? await RepeatedAsync(actor, parted, storage, cancellation) : null;

        for (var index = 0; index < effects.Entries.Count; index++)
        {
            Note(effects.Entries[index], retracted);
            parted.Note(OfTurn + index, effects.Entries[index]);
        }

        actor.BeginLearning();
        await foreach (var (place, entry) in storage.ReadAsync(actor.Id, 0, JournalEntryKinds.Signals, cancellation))
        {
            if (!parted.Covers(place, entry.Signal) && (repeated is null || !actor.MayRepeat(entry.Signal) || repeated.Take(entry.Signal, entry.Received)))
            {
                Learn(entry, actor, effects, retracted);
            }
        }

        for (var index = 0; index < effects.Entries.Count; index++)
        {
            if (effects.Entries[index] is var entry && !(entry.Kind == JournalEntryKind.Signal && parted.Covers(OfTurn + index, entry.Signal)))
            {
                Learn(entry, actor, effects, retracted);
            }
        }

        actor.EndLearning();
    }

    /// <summary>A sender may have sent a signal by two identities before they were one.</summary>
    private static async ValueTask<RepeatedSignals> RepeatedAsync(Actor actor, PartedOrigins parted, IActorStorage storage, CancellationToken cancellation)
    {
        var repeated = new RepeatedSignals();
        await foreach (var (place, entry) in storage.ReadAsync(actor.Id, 0, JournalEntryKinds.Signals, cancellation))
        {
            if (!parted.Covers(place, entry.Signal))
            {
                repeated.Note(entry.Signal, entry.Received);
            }
        }

        return repeated;
    }

    private static void Note(in JournalEntry entry, RetractedSignals retracted)
    {
        if (entry.IsRetraction)
        {
            retracted.Add(entry.Retraction);
        }
    }

    private static void Learn(in JournalEntry entry, Actor actor, TurnEffects effects, RetractedSignals retracted)
    {
        if (entry.Kind == JournalEntryKind.Signal && !retracted.Contains(entry.Signal))
        {
            actor.Learn(entry.Signal, effects);
        }
    }
}
