using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Sequences;

/// <summary>Folds occurrences of measures into what a profile keeps for sequences, and takes derived ones out again.</summary>
internal static class SequenceFolder
{
    /// <summary>Folds an occurrence in.</summary>
    /// <param name="state">The profile.</param>
    /// <param name="slot">The measure, which is a step of sequences.</param>
    /// <param name="signal">The signal that occurred.</param>
    /// <param name="outcome">What it is to the measure; it is no repeat.</param>
    /// <param name="replaced">When the one occurred whose place it takes.</param>
    internal static void Fold(ProfileState state, MeasureSlot slot, Signal signal, DistinctOutcome outcome, long replaced)
    {
        foreach (ref readonly var feed in slot.Feeds.AsSpan())
        {
            Take(state, slot, feed, signal, outcome == DistinctOutcome.Replaced ? replaced : null);
        }
    }

    /// <summary>Learns an occurrence of history.</summary>
    internal static void Relearn(ProfileState state, MeasureSlot slot, Signal signal, DistinctOutcome outcome, long replaced)
    {
        foreach (ref readonly var feed in slot.Feeds.AsSpan())
        {
            if (state.IncompleteSequences![feed.Sequence.Index])
            {
                Take(state, slot, feed, signal, outcome == DistinctOutcome.Replaced ? replaced : null);
            }
        }
    }

    /// <summary>Takes a signal out again that a trigger emitted.</summary>
    internal static void Withdraw(ProfileState state, MeasureSlot slot, Signal derived)
    {
        foreach (ref readonly var feed in slot.Feeds.AsSpan())
        {
            // It has no attributes: it is of every value.
            Remove(state, feed, derived.Time.Ticks, value: 0);
        }
    }

    /// <summary>Begins anew with what is to be learned from history.</summary>
    internal static void BeginLearning(ProfileState state)
    {
        for (var index = 0; index < state.Sequences?.Length; index++)
        {
            state.Sequences[index] = state.IncompleteSequences?[index] == true ? null : state.Sequences[index];
        }
    }

    private static void Take(ProfileState state, MeasureSlot slot, in SequenceFeed feed, Signal signal, long? replaced)
    {
        var value = ValueOf(slot, feed, signal);
        if (replaced is { } time)
        {
            // What is equal in all steps is what the measure counts once each, or nothing is: the one that gives way has the same fingerprint.
            Remove(state, feed, time, value);
        }

        if (value != 0 || feed.Attribute is null || feed.Step == SequenceShape.Without)
        {
            ref var tally = ref state.Sequences![feed.Sequence.Index];
            (tally ??= new SequenceTally()).Add(feed.Sequence, signal.Time.Ticks, feed.Step, value, state.AsOf.Ticks);
        }
    }

    /// <summary>Takes an occurrence out; where what is kept does not tell what is then, history does.</summary>
    private static void Remove(ProfileState state, in SequenceFeed feed, long time, ulong value)
    {
        var index = feed.Sequence.Index;
        if (state.Sequences![index]?.Remove(feed.Sequence, time, feed.Step, value, state.AsOf.Ticks) == false)
        {
            (state.IncompleteSequences ??= new bool[state.Sequences.Length])[index] = true;
            state.IsIncomplete = true;
        }
    }

    /// <summary>
    /// The fingerprint of what is equal in all steps; where nothing need be, of what the measure counts once each. 0 where the signal does not have it, or
    /// nothing is asked.
    /// </summary>
    private static ulong ValueOf(MeasureSlot slot, in SequenceFeed feed, Signal signal)
    {
        var (attribute, type) = feed.Attribute is null ? (slot.Distinct, slot.DistinctType) : (feed.Attribute, feed.Type);
        return attribute is not null && DistinctTally.KeyOf(SignalReading.Read(signal.Attributes[attribute], type)) is { } key ? Math.Max(key, 1) : 0;
    }
}
