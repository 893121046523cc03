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
            if (outcome == DistinctOutcome.Replaced && !Replace(state, slot, feed, signal, replaced))
            {
                MarkIncomplete(state, feed.Sequence.Index);
            }

            Take(state, feed, signal);
        }
    }

    /// <summary>Learns an occurrence of history.</summary>
    internal static void Relearn(ProfileState state, MeasureSlot slot, Signal signal, DistinctOutcome outcome, long replaced)
    {
        foreach (ref readonly var feed in slot.Feeds.AsSpan())
        {
            if (!state.IncompleteSequences![feed.Sequence.Index])
            {
                continue;
            }

            if (outcome == DistinctOutcome.Replaced)
            {
                Replace(state, slot, feed, signal, replaced);
            }

            Take(state, feed, signal);
        }
    }

    /// <summary>Takes a signal out again that a trigger emitted.</summary>
    internal static void Withdraw(ProfileState state, MeasureSlot slot, Signal derived)
    {
        foreach (ref readonly var feed in slot.Feeds.AsSpan())
        {
            // It has no attributes: it is of every value.
            if (!Remove(state, feed, derived.Time.Ticks, value: 0))
            {
                MarkIncomplete(state, feed.Sequence.Index);
            }
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

    private static void Take(ProfileState state, in SequenceFeed feed, Signal signal)
    {
        var value = ValueOf(feed, signal);
        if (value != 0 || feed.Attribute is null || feed.Step == SequenceShape.Without)
        {
            ref var tally = ref state.Sequences![feed.Sequence.Index];
            (tally ??= new SequenceTally()).Add(feed.Sequence, signal.Time.Ticks, feed.Step, value, state.AsOf.Ticks);
        }
    }

    /// <summary>The fingerprint of what is equal in all steps; 0 where nothing need be, or the signal does not have it.</summary>
    private static ulong ValueOf(in SequenceFeed feed, Signal signal) =>
        feed.Attribute is { } attribute && DistinctTally.KeyOf(SignalReading.Read(signal.Attributes[attribute], feed.Type)) is { } key ? Math.Max(key, 1) : 0;

    /// <summary>Takes an occurrence out whose place an earlier one of its value takes.</summary>
    /// <returns>False where it is not certain which signal that was, or whether there was another one at its instant: then history tells.</returns>
    private static bool Replace(ProfileState state, MeasureSlot slot, in SequenceFeed feed, Signal earlier, long replaced)
    {
        if (feed.Attribute == slot.Distinct)
        {
            return Remove(state, feed, replaced, ValueOf(feed, earlier));
        }

        var counted = state.Distinct![slot.Index]!;
        return counted.HasAt(replaced) ? feed.Attribute is null
            : Remove(state, feed, replaced, feed.Attribute is null ? 0 : null) && counted.Others.Total == 0;
    }

    private static bool Remove(ProfileState state, in SequenceFeed feed, long time, ulong? value) =>
        state.Sequences![feed.Sequence.Index]?.Remove(feed.Sequence, time, feed.Step, value, state.AsOf.Ticks) != false;

    private static void MarkIncomplete(ProfileState state, int index)
    {
        (state.IncompleteSequences ??= new bool[state.Sequences!.Length])[index] = true;
        state.IsIncomplete = true;
    }
}
