using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>Lets time pass over a profile: flips and triggers happen at their exact instants, in order.</summary>
internal sealed class TimePassage(CatalogModel model, TriggerEvaluator triggers, SegmentEvaluator segments)
{
    /// <summary>Everything due up to now, inclusive.</summary>
    /// <param name="state">The profile.</param>
    /// <param name="now">Up to when, in ticks.</param>
    /// <param name="moved">Why a profile is evaluated as of now that is to be.</param>
    /// <param name="effects">What happens.</param>
    internal void Advance(ProfileState state, long now, Cause moved, TurnEffects effects)
    {
        Settle(state, now, moved, effects);
        while (state.WakeAt.Ticks <= now)
        {
            Step(state, effects);
        }

        if (state.AsOf.Ticks < now)
        {
            state.AsOf = new Instant(now);
        }
    }

    /// <summary>Everything due up to an instant, inclusive, as long as there are not too many wake-ups, and the work of the effects is not spent.</summary>
    /// <param name="state">The profile, settled.</param>
    /// <param name="until">Up to when, in ticks.</param>
    /// <param name="most">The most wake-ups.</param>
    /// <param name="effects">What happens.</param>
    /// <returns>Whether everything has happened.</returns>
    internal bool TryAdvance(ProfileState state, long until, int most, TurnEffects effects)
    {
        for (var steps = 0; state.WakeAt.Ticks <= until; steps++)
        {
            if (steps == most || effects.Work is { IsSpent: true })
            {
                return false;
            }

            Step(state, effects);
        }

        return true;
    }

    /// <summary>Evaluates a state that was put together again: a recovered one as of when it was live, a moved one as of now.</summary>
    private void Settle(ProfileState state, long now, Cause moved, TurnEffects effects)
    {
        if (state.Settlement is Settlement.Settled or Settlement.Fresh)
        {
            return;
        }

        var cause = Cause.Clock;
        var isResolved = false;
        if (state.Settlement == Settlement.Moved)
        {
            state.AsOf = Instant.Max(state.AsOf, new Instant(now));
            cause = state.MovedBy == CauseKind.Unrecorded || state.MovedBy == moved.Kind ? moved : new Cause(state.MovedBy);
            isResolved = state.MovedBy is CauseKind.Import or CauseKind.Signal;
            state.MovedBy = CauseKind.Unrecorded;
        }

        if (isResolved)
        {
            // Of a profile that went on living what was past when its signals came is dealt with; the rest came due since.
            Span<ulong> touched = stackalloc ulong[model.TouchWords];
            triggers.FireDue(state, state.AsOf.Ticks, touched, effects);
        }
        else
        {
            triggers.Settle(state);
        }

        segments.EvaluateAll(state, new CauseOfChange(cause), effects);
        SegmentEvaluator.Schedule(state);
    }

    private void Step(ProfileState state, TurnEffects effects)
    {
        var due = state.WakeAt;
        state.AsOf = Instant.Max(due, state.AsOf);
        Span<ulong> touched = stackalloc ulong[model.TouchWords];
        touched.Clear();
        triggers.FireDue(state, due.Ticks, touched, effects);
        segments.EvaluateDue(state, touched, effects);
        SegmentEvaluator.Schedule(state);
    }
}
