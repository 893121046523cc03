using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>Looks ahead for the next membership change without changing the profile.</summary>
internal sealed class FlipFinder(CatalogModel model, SegmentEvaluator segments, TimePassage passage)
{
    /// <summary>Verdicts looked at per segment before the last certain instant is answered instead.</summary>
    private const int MaximumVerdicts = 10_000;

    /// <summary>The instant of the next membership change, in ticks.</summary>
    internal long Next(ProfileState state, long now)
    {
        var best = NextOfSegments(state, now);
        if (model.Triggers.Length == 0 || EarliestDeadline(state) is var first && (first > best || first == long.MaxValue))
        {
            return best;
        }

        // A trigger fires before, or at that very instant: what it emits may change a membership, or keep it, so let time pass over a copy.
        var ahead = ProfileCopy.Of(state);
        var effects = new TurnEffects();
        passage.Advance(ahead, now, Cause.Clock, effects);
        effects.Clear();
        while (true)
        {
            best = NextOfSegments(ahead, ahead.AsOf.Ticks);
            var deadline = EarliestDeadline(ahead);
            if (deadline > best || deadline == long.MaxValue)
            {
                return best;
            }

            passage.Advance(ahead, deadline, Cause.Clock, effects);
            foreach (var entry in effects.Entries)
            {
                if (entry.Kind == JournalEntryKind.Change)
                {
                    return entry.At.Ticks;
                }
            }

            effects.Clear();
        }
    }

    /// <summary>The instant at which a condition changes if nothing arrives, in ticks; the greatest there is for never.</summary>
    /// <remarks>What triggers emit until then counts. Where it has not changed after <see cref="MaximumVerdicts"/> changes of its parts, it is taken to be never.</remarks>
    internal long Next(Condition condition, ProfileState state, long now)
    {
        var holds = condition.Evaluate(segments.Context(state, now, exact: true)).Holds;
        var deadline = EarliestDeadline(state);
        var found = NextOf(condition, holds, state, now, deadline);
        if (found < deadline || deadline == long.MaxValue)
        {
            return found;
        }

        var (ahead, effects) = (ProfileCopy.Of(state), new TurnEffects());
        passage.Advance(ahead, now, Cause.Clock, effects);
        for (var deadlines = 0; deadlines < MaximumVerdicts; deadlines++)
        {
            deadline = EarliestDeadline(ahead);
            found = NextOf(condition, holds, ahead, ahead.AsOf.Ticks, deadline);
            if (found < deadline || deadline == long.MaxValue)
            {
                return found;
            }

            effects.Clear();
            passage.Advance(ahead, deadline, Cause.Clock, effects);
            if (condition.Evaluate(segments.Context(ahead, deadline, exact: true)).Holds != holds)
            {
                return deadline;
            }
        }

        return long.MaxValue;
    }

    private long NextOf(Condition condition, bool holds, ProfileState state, long now, long limit)
    {
        var verdict = condition.Evaluate(segments.Context(state, now, exact: true));
        for (var verdicts = 0; verdicts < MaximumVerdicts && verdict.ValidUntil < limit; verdicts++)
        {
            var at = verdict.ValidUntil;
            verdict = condition.Evaluate(segments.Context(state, at, exact: true));
            if (verdict.Holds != holds)
            {
                return at;
            }
        }

        return verdict.ValidUntil < limit ? long.MaxValue : verdict.ValidUntil;
    }

    private static long EarliestDeadline(ProfileState state)
    {
        var earliest = long.MaxValue;
        foreach (ref readonly var trigger in state.Triggers.AsSpan())
        {
            earliest = Math.Min(earliest, trigger.Deadline);
        }

        return earliest;
    }

    private long NextOfSegments(ProfileState state, long now)
    {
        var best = long.MaxValue;
        for (var index = 0; index < state.Segments.Length; index++)
        {
            best = Math.Min(best, NextOf(index, state, now, best));
        }

        return best;
    }

    private long NextOf(int index, ProfileState state, long now, long limit)
    {
        var condition = model.Segments[index].When;
        ref readonly var entry = ref state.Segments[index];
        var verdict = condition.Evaluate(segments.Context(state, now, exact: true));
        var holds = verdict.Holds;
        var until = Math.Max(verdict.ValidUntil, entry.Member == holds && state.AsOf.Ticks >= now ? entry.ValidUntil : 0);
        for (var verdicts = 0; verdicts < MaximumVerdicts && until < limit; verdicts++)
        {
            verdict = condition.Evaluate(segments.Context(state, until, exact: true));
            if (verdict.Holds != holds)
            {
                return until;
            }

            until = Math.Max(until + 1, verdict.ValidUntil);
        }

        return until;
    }
}
