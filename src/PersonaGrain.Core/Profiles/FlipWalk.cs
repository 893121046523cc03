using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

/// <summary>A membership change that comes by time alone.</summary>
/// <param name="Segment">The place of the segment in the catalog as it is compiled.</param>
/// <param name="Entered">Whether it is entered.</param>
/// <param name="At">When, in ticks.</param>
internal readonly record struct ForeseenFlip(int Segment, bool Entered, long At);

/// <summary>Looks ahead for every membership change up to an instant if nothing arrives, without changing the profile.</summary>
/// <remarks>
/// Nothing is done for a profile that nothing is due for until then. Where no trigger is due, segments are followed one by one on the state itself, and nothing is
/// allocated; else a copy lives on, since what a trigger emits may change any of them.
/// </remarks>
internal sealed class FlipWalk(CatalogModel model, SegmentEvaluator segments, TimePassage passage)
{
    private readonly Dictionary<string, int> _places = model.Segments.Select(static (segment, place) => (segment.Name, place)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Adds every change after now and up to an instant, inclusive.</summary>
    /// <param name="state">The profile, which has lived up to now.</param>
    /// <param name="now">Now, in ticks.</param>
    /// <param name="until">Up to when, in ticks.</param>
    /// <param name="most">The most verdicts, or wake-ups, that are looked at.</param>
    /// <param name="found">Where to.</param>
    /// <returns>False where there are more than that: changes behind them are not told.</returns>
    internal bool TryFind(ProfileState state, long now, long until, int most, List<ForeseenFlip> found)
    {
        if (state.IsIncomplete)
        {
            return false;
        }

        if (state.WakeAt.Ticks > until)
        {
            return true;
        }

        return state.Settlement == Settlement.Settled && state.WakeAt.Ticks > now && !HasTriggerDue(state, until)
            ? TryFollow(state, until, most, found)
            : TryLiveOn(state, now, until, most, found);
    }

    private static bool HasTriggerDue(ProfileState state, long until)
    {
        foreach (ref readonly var trigger in state.Triggers.AsSpan())
        {
            if (trigger.Deadline <= until)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryFollow(ProfileState state, long until, int most, List<ForeseenFlip> found)
    {
        for (var place = 0; place < state.Segments.Length; place++)
        {
            var condition = model.Segments[place].When;
            var (holds, at) = (state.Segments[place].Member, state.Segments[place].ValidUntil);
            for (; at <= until; most--)
            {
                if (most == 0)
                {
                    return false;
                }

                var verdict = condition.Evaluate(segments.Context(state, at, exact: true));
                if (verdict.Holds != holds)
                {
                    holds = verdict.Holds;
                    found.Add(new ForeseenFlip(place, holds, at));
                }

                at = Math.Max(verdict.ValidUntil, at + 1);
            }
        }

        return true;
    }

    private bool TryLiveOn(ProfileState state, long now, long until, int most, List<ForeseenFlip> found)
    {
        var (ahead, effects) = (ProfileCopy.Of(state), new TurnEffects());
        passage.Advance(ahead, now, Cause.Clock, effects);
        effects.Clear();
        var isWhole = passage.TryAdvance(ahead, until, most, effects);
        foreach (var entry in effects.Entries)
        {
            if (entry.Kind == JournalEntryKind.Change && _places.TryGetValue(entry.Subject, out var place))
            {
                found.Add(new ForeseenFlip(place, entry.Change.Entered, entry.At.Ticks));
            }
        }

        return isWhole;
    }
}
