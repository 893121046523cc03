using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Scoring;

namespace PersonaGrain.Conditions.Scores;

/// <summary>Finds the first instant at which a score condition changes, by interval bounds and bisection down to one tick.</summary>
/// <remarks>
/// Over [a, b] the sum lies in [C + P(b) − N(a), C + P(a) − N(b)]; where that leaves the truth open the interval is halved,
/// left half first. An interval of at most a second whose bounds straddle but whose ends agree counts as constant. The work is
/// bounded: a sum that hugs its boundary for ages gives the instant up to which it is certain, and the search goes on from there.
/// </remarks>
internal readonly struct CrossingSearch<TTest>(TTest test, ScoreModel model, MeasureTally[] tallies, double points, bool holds)
    where TTest : IScoreTest
{
    private const int MaximumEvaluations = 2_000;

    /// <summary>The first change after <paramref name="from"/> and before <paramref name="until"/>; else until.</summary>
    internal long FirstChange(long from, long until)
    {
        var horizon = Math.Min(until, SaturatingAdd(LatestOccurrence(from), model.HalfLivesToNothing(tallies) * (Int128)model.LongestHalfLife));
        var left = new Point(from, model.Parts(tallies, from));
        var budget = MaximumEvaluations;
        if (horizon > from + 1)
        {
            var right = new Point(horizon - 1, model.Parts(tallies, horizon - 1));
            if (Search(left, right, ref budget) is { } change)
            {
                return change;
            }
        }

        return until;
    }

    private long? Search(Point left, Point right, ref int budget)
    {
        if (ScoreVerdict.IsConstant(test, Sum(right.Parts.Positive, left.Parts.Negative, left), Sum(left.Parts.Positive, right.Parts.Negative, left), holds))
        {
            return null;
        }

        var differs = ScoreVerdict.Test(test, right.Parts.Total + points) != holds;
        if (right.Time - left.Time <= (differs ? 1 : TimeSpan.TicksPerSecond))
        {
            return differs ? right.Time : null;
        }

        if (--budget < 0)
        {
            return left.Time + 1;
        }

        var time = left.Time + ((right.Time - left.Time) / 2);
        var middle = new Point(time, model.Parts(tallies, time));
        return ScoreVerdict.Test(test, middle.Parts.Total + points) != holds
            ? Search(left, middle, ref budget)
            : Search(left, middle, ref budget) ?? Search(middle, right, ref budget);
    }

    private double Sum(double positive, double negative, in Point at) => at.Parts.Constant + points + positive - negative;

    private long LatestOccurrence(long from)
    {
        var latest = from;
        foreach (var term in model.Shape.Terms)
        {
            latest = Math.Max(latest, tallies[term.Slot].Total == 0 ? 0 : tallies[term.Slot].Last);
        }

        return latest;
    }

    private static long SaturatingAdd(long ticks, Int128 span) => ticks + span > long.MaxValue ? long.MaxValue : (long)(ticks + span);

    private readonly record struct Point(long Time, ScoreParts Parts);
}
