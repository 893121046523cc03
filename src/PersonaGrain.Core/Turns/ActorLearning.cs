using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Turns;

/// <summary>Completes the state of an actor from its whole history: what the store has, and what the turn did so far. In constant memory.</summary>
internal static class ActorLearning
{
    /// <summary>Learns all of it, but for signals that were taken back.</summary>
    internal static async ValueTask RunAsync(Actor actor, TurnEffects effects, IActorStorage storage, CancellationToken cancellation)
    {
        var retracted = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var (_, entry) in storage.ReadAsync(actor.Id, 0, JournalEntryKinds.Retractions, cancellation))
        {
            Retract(entry);
        }

        for (var index = 0; index < effects.Entries.Count; index++)
        {
            Retract(effects.Entries[index]);
        }

        actor.BeginLearning();
        await foreach (var (_, entry) in storage.ReadAsync(actor.Id, 0, JournalEntryKinds.Signals, cancellation))
        {
            Learn(entry);
        }

        for (var index = 0; index < effects.Entries.Count; index++)
        {
            Learn(effects.Entries[index]);
        }

        actor.EndLearning();

        void Retract(in JournalEntry entry)
        {
            if (entry.Kind == JournalEntryKind.Retraction)
            {
                retracted.Add(entry.Retraction.SignalId);
            }
        }

        void Learn(in JournalEntry entry)
        {
            if (entry.Kind == JournalEntryKind.Signal && !retracted.Contains(entry.Signal.Id))
            {
                actor.Learn(entry.Signal, effects);
            }
        }
    }
}
