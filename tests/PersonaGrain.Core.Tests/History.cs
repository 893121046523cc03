using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain;

/// <summary>What tests do with the journal of one profile.</summary>
internal static class History
{
    /// <summary>Completes a state from a whole history.</summary>
    internal static void Learn(ProfileMachine machine, ProfileState state, IEnumerable<JournalEntry> history, TurnEffects effects)
    {
        JournalEntry[] entries = [.. history];
        var retracted = new RetractedSignals();
        Array.ForEach(Array.FindAll(entries, entry => entry.Kind == JournalEntryKind.Retraction), entry => retracted.Add(entry.Retraction));
        ProfileMachine.BeginLearning(state);
        foreach (var entry in entries.Where(entry => entry.Kind == JournalEntryKind.Signal && !retracted.Contains(entry.Signal)))
        {
            machine.Learn(state, entry.Signal, effects);
        }

        ProfileMachine.EndLearning(state);
    }
}
