using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Triggers;

namespace PersonaGrain.Turns;

/// <summary>Completes an actor's state from its whole history: what the store has, and what the turn did so far. In constant memory, save for what was taken back.</summary>
internal static class HistoryLearning
{
    /// <summary>Reads the history and has the actor learn from it.</summary>
    internal static async ValueTask CompleteAsync(Actor actor, TurnEffects effects, IActorStorage storage, CancellationToken cancellation)
    {
        var retracted = new RetractedSignals();
        var parted = new PartedOrigins();
        await foreach (var (place, entry) in storage.ReadAsync(actor.Id, 0, JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons, cancellation))
        {
            Note(entry, retracted);
            parted.Note(place, entry);
        }

        for (var index = 0; index < effects.Entries.Count; index++)
        {
            Note(effects.Entries[index], retracted);
        }

        actor.BeginLearning();
        await foreach (var (place, entry) in storage.ReadAsync(actor.Id, 0, JournalEntryKinds.Signals, cancellation))
        {
            if (!parted.Covers(place, entry.Signal))
            {
                Learn(entry, actor, effects, retracted);
            }
        }

        for (var index = 0; index < effects.Entries.Count; index++)
        {
            Learn(effects.Entries[index], actor, effects, retracted);
        }

        actor.EndLearning();
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
