using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions.Curves;
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
/// allocated; else a copy lives on until none is due, since what a trigger emits may change any of them.
/// </remarks>
internal sealed class FlipWalk(CatalogModel model, SegmentEvaluator segments, TimePassage passage)
{
    /// <summary>Evaluations of curves that one person may take, and as many more where triggers are due: some ms of lifetime values, less than one of scores.</summary>
    internal const int MostEvaluations = 2_000;

    /// <summary>What a segment has of them at least, where there are many: enough for two crossings.</summary>
    private const int LeastShare = 200;

    /// <summary>Triggers that set off others are lived through so often before the whole time is lived through at once.</summary>
    private const int MostRounds = 8;

    private readonly Dictionary<string, int> _places = model.Segments.Select(static (segment, place) => (segment.Name, place)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Adds every change after now and up to an instant, inclusive.</summary>
    /// <param name="state">The profile, which has lived up to now.</param>
    /// <param name="now">Now, in ticks.</param>
    /// <param name="until">Up to when, in ticks.</param>
    /// <param name="most">The most verdicts of a segment, or wake-ups of the profile, that are looked at.</param>
    /// <param name="work">Counts evaluations of curves, which are bounded too.</param>
    /// <param name="found">Where to.</param>
    /// <returns>False where there are more: changes behind them are not told, of the segments that have them.</returns>
    internal bool TryFind(ProfileState state, long now, long until, int most, CurveWork work, List<ForeseenFlip> found)
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
            ? TryFollow(state, until, most, work, found)
            : TryLiveOn(state, now, until, most, work, found);
    }

    private static bool HasTriggerDue(ProfileState state, long until) => LastDeadline(state, until) is not null;

    /// <summary>When the last of the triggers that are due until an instant is; null where none is.</summary>
    private static long? LastDeadline(ProfileState state, long until)
    {
        var last = long.MinValue;
        foreach (ref readonly var trigger in state.Triggers.AsSpan())
        {
            last = trigger.Deadline <= until ? Math.Max(last, trigger.Deadline) : last;
        }

        return last == long.MinValue ? null : last;
    }

    private bool TryFollow(ProfileState state, long until, int most, CurveWork work, List<ForeseenFlip> found)
    {
        var due = 0;
        foreach (ref readonly var segment in state.Segments.AsSpan())
        {
            due += segment.ValidUntil <= until ? 1 : 0;
        }

        var (isWhole, left) = (true, (long)MostEvaluations);
        for (var place = 0; place < state.Segments.Length; place++)
        {
            if (state.Segments[place].ValidUntil <= until)
            {
                // A share for each: one that has too much ahead must not take what others would do from them. What one leaves the others have.
                var share = Math.Max(LeastShare, left / due--);
                work.Allow(share);
                isWhole &= TryFollow(state, place, until, most, work, found);
                left -= share - work.Left;
            }
        }

        return isWhole;
    }

    private bool TryFollow(ProfileState state, int place, long until, int most, CurveWork work, List<ForeseenFlip> found)
    {
        var condition = model.Segments[place].When;
        var (holds, at) = (state.Segments[place].Member, state.Segments[place].ValidUntil);
        for (; at <= until; most--)
        {
            if (most == 0 || work.IsSpent)
            {
                return false;
            }

            var verdict = condition.Evaluate(segments.Context(state, at, exact: true) with { Work = work });
            if (verdict.Holds != holds)
            {
                holds = verdict.Holds;
                found.Add(new ForeseenFlip(place, holds, at));
            }

            at = Math.Max(verdict.ValidUntil, at + 1);
        }

        return true;
    }

    /// <summary>Lives on until no trigger is due any more, then follows each segment by itself.</summary>
    private bool TryLiveOn(ProfileState state, long now, long until, int most, CurveWork work, List<ForeseenFlip> found)
    {
        var (ahead, effects) = (ProfileCopy.Of(state), new TurnEffects { Work = work });
        work.Allow(MostEvaluations);
        passage.Advance(ahead, now, Cause.Clock, effects);
        effects.Clear();
        var isWhole = true;
        for (var rounds = 0; isWhole && LastDeadline(ahead, until) is { } last; rounds++)
        {
            isWhole = passage.TryAdvance(ahead, rounds < MostRounds ? last : until, most, effects);
            if (rounds == MostRounds)
            {
                break;
            }
        }

        foreach (var entry in effects.Entries)
        {
            if (entry.Kind == JournalEntryKind.Change && _places.TryGetValue(entry.Subject, out var place))
            {
                found.Add(new ForeseenFlip(place, entry.Change.Entered, entry.At.Ticks));
            }
        }

        return isWhole && TryFollow(ahead, until, most, work, found);
    }
}
