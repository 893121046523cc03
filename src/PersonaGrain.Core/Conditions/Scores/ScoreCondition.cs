using PersonaGrain.Scoring;

namespace PersonaGrain.Conditions.Scores;

/// <summary>The value of a score, rounded to 1e-9 so that the order of arrival can not decide an equality.</summary>
internal sealed class ScoreCondition(int score, ValueTester tester) : Condition
{
    /// <summary>A cheap bound that is nearer than this is replaced by an exact search.</summary>
    private const long Near = TimeSpan.TicksPerSecond;

    private readonly double[] _boundaries = tester.Boundaries;

    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var model = context.Scores[score];
        var parts = model.Parts(context.State.Tallies, context.Now);
        var (points, until) = model.Additions(context);
        var holds = Test(parts.Total + points);
        var bound = context.Now + EarliestCrossing(parts, points, model.ShortestHalfLife);
        if (bound >= until)
        {
            return new Verdict(holds, until);
        }

        if (!context.Exact && bound - context.Now >= Near)
        {
            return new Verdict(holds, bound);
        }

        var search = new CrossingSearch(this, model, context.State.Tallies, points, holds);
        return new Verdict(holds, search.FirstChange(bound - 1, until));
    }

    /// <summary>Whether a sum, clamped and rounded, passes.</summary>
    internal bool Test(double sum) => tester.Matches(Math.Round(ScoreModel.Clamp(sum), 9));

    /// <summary>Whether every sum from low to high gives the same truth.</summary>
    internal bool IsConstant(double low, double high, bool holds)
    {
        low = Math.Round(ScoreModel.Clamp(low), 9);
        high = Math.Round(ScoreModel.Clamp(high), 9);
        foreach (var boundary in _boundaries)
        {
            if (boundary > low && boundary < high)
            {
                return false;
            }
        }

        return tester.Matches(low) == holds && tester.Matches(high) == holds && tester.Matches((low + high) / 2) == holds;
    }

    /// <summary>
    /// Ticks before which no boundary can be reached, in O(1): the shrinking parts shrink no faster than 2^(−Δ/shortest),
    /// so the sum stays above C + P·d − N and below C + P − N·d.
    /// </summary>
    private long EarliestCrossing(ScoreParts parts, double points, long shortest)
    {
        const double slack = 2e-9;
        var constant = parts.Constant + points;
        var sum = constant + parts.Positive - parts.Negative;
        double halfLives = double.MaxValue;
        foreach (var boundary in _boundaries)
        {
            if (boundary is < 0 or > 100)
            {
                continue;
            }

            // A boundary within the slack of the sum counts for both sides.
            if (boundary <= sum + slack && parts.Positive > 0)
            {
                halfLives = Math.Min(halfLives, HalfLives((boundary + slack + parts.Negative - constant) / parts.Positive));
            }

            if (boundary >= sum - slack && parts.Negative > 0)
            {
                halfLives = Math.Min(halfLives, HalfLives((constant + parts.Positive + slack - boundary) / parts.Negative));
            }
        }

        return halfLives * shortest >= long.MaxValue / 4 ? long.MaxValue / 4 : (long)(halfLives * shortest);
    }

    /// <summary>After how many half-lives a decaying 1 reaches a level.</summary>
    private static double HalfLives(double level) => level >= 1 ? 0 : level <= 1e-18 ? double.MaxValue : -Math.Log2(level);
}
