using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Profiles.Sequences;

/// <summary>Finds which signals of steps complete sequences, and notes with each when the latest of those begins.</summary>
internal static class SequenceSearch
{
    /// <summary>Finds the sequence that is completed at a place.</summary>
    /// <returns>When it was; −1 where none is.</returns>
    internal static long Complete(StepSignals signals, SequenceShape shape, int place) => Complete(signals, place, BegunOf(signals, shape, place));

    /// <summary>Finds the sequences anew that may be completed by a signal of an instant that was taken out.</summary>
    internal static void Renew(StepSignals signals, SequenceShape shape, long time)
    {
        for (var index = signals.FirstAfter(time - 1); index < signals.Count && signals[index].Time <= time + shape.Within; index++)
        {
            signals[index] = signals[index] with { Begun = (signals[index].Steps & shape.Last) != 0 ? BegunOf(signals, shape, index) : -1 };
        }
    }

    /// <summary>Takes back what was completed across something that does not occur in between.</summary>
    internal static void Break(StepSignals signals, SequenceShape shape, int place)
    {
        var (time, value) = (signals[place].Time, signals[place].Value);
        for (var index = place + 1; index < signals.Count && signals[index].Time <= time + shape.Within; index++)
        {
            ref var signal = ref signals[index];
            if (signal.Begun >= 0 && signal.Begun < time && signal.Time > time && (value == 0 || signal.IsOf(shape, value)))
            {
                signal = signal with { Begun = -1 };
            }
        }
    }

    /// <summary>Finds the sequences that a late step makes whole: one pass in order of time, which knows for each number of steps when the latest begins that has so many.</summary>
    /// <returns>When the newest of them was completed; −1 where none was.</returns>
    internal static long Mend(StepSignals signals, SequenceShape shape, int place)
    {
        var (time, value, newest) = (signals[place].Time, signals[place].Value, -1L);
        Span<long> begun = stackalloc long[CatalogLimits.SequenceSteps];
        begun.Fill(-1);
        var index = signals.FirstAfter(time - shape.Within - 1);
        while (index < signals.Count && signals[index].Time <= time + shape.Within)
        {
            var (now, steps, latest) = (signals[index].Time, 0, begun[shape.Steps - 2]);
            for (; index < signals.Count && signals[index].Time == now; index++)
            {
                if (signals[index].IsOf(shape, value))
                {
                    steps |= signals[index].Steps;
                    var isCompleted = (signals[index].Steps & shape.Last) != 0 && latest >= now - shape.Within;
                    newest = Math.Max(newest, isCompleted ? Complete(signals, index, latest) : -1);
                }
            }

            Go(begun[..(shape.Steps - 1)], steps, now);
        }

        return newest;
    }

    /// <summary>When the newest sequence was completed; −1 where none was.</summary>
    internal static long NewestCompleted(StepSignals signals)
    {
        for (var index = signals.Count - 1; index >= 0; index--)
        {
            if (signals[index].IsCompletion)
            {
                return signals[index].Time;
            }
        }

        return -1;
    }

    private static long Complete(StepSignals signals, int place, long begun)
    {
        // What began before signals were dropped began all the same.
        ref var signal = ref signals[place];
        signal = signal with { Begun = Math.Max(begun, signal.Begun) };
        return signal.IsCompletion ? signal.Time : -1;
    }

    /// <summary>When the latest sequence begins that is completed at a place; −1 for none. Each step is the latest one before the step after it.</summary>
    private static long BegunOf(StepSignals signals, SequenceShape shape, int place)
    {
        var (end, value) = (signals[place].Time, signals[place].Value);
        var (earliest, before, broken, step) = (end - shape.Within, end, -1L, shape.Last >> 1);
        for (var index = place - 1; index >= 0 && signals[index].Time >= earliest; index--)
        {
            ref readonly var signal = ref signals[index];
            if (!signal.IsOf(shape, value))
            {
                continue;
            }

            if (signal.Time < broken)
            {
                return -1;
            }

            if ((signal.Steps & step) != 0 && signal.Time < before)
            {
                if (step == SequenceShape.First)
                {
                    return signal.Time;
                }

                (before, step) = (signal.Time, step >> 1);
            }

            if ((signal.Steps & SequenceShape.Without) != 0 && signal.Time < end && broken < 0)
            {
                broken = signal.Time;
            }
        }

        return -1;
    }

    /// <summary>Goes past an instant: for each number of steps, when the latest begins that has so many.</summary>
    private static void Go(Span<long> begun, int steps, long now)
    {
        for (var step = begun.Length - 1; step > 0; step--)
        {
            begun[step] = (steps & SequenceShape.Without) != 0 ? -1 : (steps & (1 << step)) != 0 ? Math.Max(begun[step], begun[step - 1]) : begun[step];
        }

        begun[0] = (steps & SequenceShape.First) != 0 ? now : (steps & SequenceShape.Without) != 0 ? -1 : begun[0];
    }
}
