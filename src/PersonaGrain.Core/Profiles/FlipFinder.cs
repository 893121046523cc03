using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>Looks ahead for the next membership change without changing the profile.</summary>
internal sealed class FlipFinder(CatalogModel model, SegmentBoard board, TimePassage passage, Func<ProfileState, ProfileState> copy)
{
    /// <summary>Verdicts looked at per segment before the last certain instant is answered instead.</summary>
    private const int MaximumVerdicts = 10_000;

    /// <summary>The instant of the next membership change, in ticks.</summary>
    internal long Next(ProfileState state, long now)
    {
        var best = NextOfSegments(state, now);
        if (model.Triggers.Length == 0 || EarliestDeadline(state) >= best)
        {
            return best;
        }

        // A trigger fires before: what it emits may change a membership, so let time pass over a copy.
        var ahead = copy(state);
        var effects = new ProfileEffects();
        passage.Advance(ahead, now, effects);
        effects.Clear();
        while (true)
        {
            best = NextOfSegments(ahead, ahead.AsOf.Ticks);
            var deadline = EarliestDeadline(ahead);
            if (deadline >= best)
            {
                return best;
            }

            passage.Advance(ahead, deadline, effects);
            foreach (var effect in effects.All)
            {
                if (effect.Change is { } change)
                {
                    return change.At.Ticks;
                }
            }

            effects.Clear();
        }
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
        var verdict = condition.Evaluate(board.Context(state, now, exact: true));
        var holds = verdict.Holds;
        var until = Math.Max(verdict.ValidUntil, entry.Member == holds && state.AsOf.Ticks >= now ? entry.ValidUntil : 0);
        for (var verdicts = 0; verdicts < MaximumVerdicts && until < limit; verdicts++)
        {
            verdict = condition.Evaluate(board.Context(state, until, exact: true));
            if (verdict.Holds != holds)
            {
                return until;
            }

            until = Math.Max(until + 1, verdict.ValidUntil);
        }

        return until;
    }
}
