using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Profiles.Sequences;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Sequences;

/// <summary>Tells which signals made a sequence, and until when it counts; or which step is missing. For people: it allocates as it likes.</summary>
/// <remarks>O(values · steps · signals), of the signals of the time that a sequence may take and of the newest values: at most 100.</remarks>
internal sealed class SequenceExplanation(ConditionDocument.Sequence condition, SequenceShape shape, SequenceTally? tally, long now)
{
    private const int Values = 100;

    /// <summary>What was found.</summary>
    internal string Found => (tally is null ? Missing(0) : Tell(tally)) + (tally?.IsTruncated(shape, now) == true ? " (truncated)" : string.Empty);

    private string Tell(SequenceTally kept)
    {
        var count = kept.CountAfter(shape, now - shape.CompletedWithin, int.MaxValue);
        if (count == 0)
        {
            // One whose signals were dropped counts all the same where a single one is enough.
            var leaves = kept.Completed + shape.CompletedWithin;
            return SequenceCondition.IsOnce(condition.Tests) && kept.Completed >= 0 && leaves > now
                ? $"completed at {new Instant(kept.Completed)}; until {new Instant(leaves)}"
                : Progress(Recent(kept.Signals));
        }

        var last = kept.Signals.Length - 1;
        while (!kept.Signals[last].IsCompletion)
        {
            last--;
        }

        var until = new Instant(kept.Signals[last].Time + shape.CompletedWithin);
        var made = Steps(Chain(kept.Signals[..(last + 1)], kept.Signals[last].Value), kept.Signals[last]);
        return condition.Tests.Count == 0 ? $"{made}; until {until}" : $"{count}, the last of {made} until {until}";
    }

    /// <summary>The furthest that any value came that can still be completed.</summary>
    private string Progress(StepSignal[] recent)
    {
        ulong[] values = shape.HasValues ? [.. recent.Reverse().Select(static signal => signal.Value).Where(static value => value != 0).Distinct().Take(Values)] : [0];
        var chains = values.Select(value => Begun(recent, value)).ToArray();
        var furthest = chains.OrderByDescending(static chain => chain.Count).ThenByDescending(static chain => chain.LastOrDefault()).FirstOrDefault() ?? [];
        return furthest.Count == 0 ? Missing(0) : $"{Steps(furthest, null)}; {Missing(furthest.Count)}";
    }

    /// <summary>The signals that may begin what can still be completed.</summary>
    private StepSignal[] Recent(ReadOnlySpan<StepSignal> signals)
    {
        var first = signals.Length;
        while (first > 0 && signals[first - 1].Time >= now - shape.Within)
        {
            first--;
        }

        return signals[first..].ToArray();
    }

    /// <summary>The times of the first steps of a sequence of a value that is not completed, as many as there are.</summary>
    private List<long> Begun(ReadOnlySpan<StepSignal> signals, ulong value)
    {
        for (var steps = shape.Steps - 1; steps > 0; steps--)
        {
            var chain = Chain(signals, value, steps, long.MaxValue);
            if (chain.Count == steps)
            {
                return chain;
            }
        }

        return [];
    }

    /// <summary>The times of the steps before the one that stands last.</summary>
    private List<long> Chain(ReadOnlySpan<StepSignal> signals, ulong value) => Chain(signals, value, shape.Steps - 1, signals[^1].Time);

    /// <summary>The latest times of so many steps one after the other before an instant, without anything in between that must not be; fewer where some are not kept.</summary>
    private List<long> Chain(ReadOnlySpan<StepSignal> signals, ulong value, int steps, long end)
    {
        var chain = new List<long>();
        var (before, broken) = (end, -1L);
        for (var index = signals.Length - 1; index >= 0 && chain.Count < steps && signals[index].Time >= broken; index--)
        {
            var signal = signals[index];
            if (!signal.IsOf(shape, value))
            {
                continue;
            }

            if ((signal.Steps & (1 << (steps - chain.Count - 1))) != 0 && signal.Time < before)
            {
                chain.Insert(0, signal.Time);
                before = signal.Time;
            }

            broken = broken < 0 && (signal.Steps & SequenceShape.Without) != 0 && signal.Time < end ? signal.Time : broken;
        }

        return chain;
    }

    private string Steps(List<long> times, StepSignal? completion)
    {
        var names = condition.Steps.Select(static step => step.Name).ToArray();
        if (completion is { } last && times.Count < shape.Steps - 1)
        {
            // Some of it is no longer kept: it is known when it began.
            return $"{names[0]} at {new Instant(last.Begun)} to {names[^1]} at {new Instant(last.Time)}";
        }

        return string.Join(", ", times.Concat(completion is { } end ? [end.Time] : []).Select((time, step) => $"{names[step]} at {new Instant(time)}"));
    }

    private string Missing(int steps) => $"{condition.Steps[steps].Name} is missing";
}
