using System.Runtime.CompilerServices;
using PersonaGrain.Conditions.Curves;
using PersonaGrain.Scoring;

namespace PersonaGrain.Conditions.Scores;

/// <summary>Tests the value of a score, and says for how long the answer is certain.</summary>
internal static class ScoreVerdict
{
    /// <summary>A cheap bound that is nearer than this is replaced by an exact search.</summary>
    private const long Near = TimeSpan.TicksPerSecond;

    /// <summary>The verdict at the context's instant.</summary>
    internal static Verdict Of<TTest>(TTest test, ScoreModel model, in EvaluationContext context)
        where TTest : INumberTest
    {
        if (model.Centre is { } centre)
        {
            return OfCentre(test, centre, model, context);
        }

        var parts = model.Parts(context.State.Tallies, context.Now);
        var (points, until) = model.Additions(context);
        var holds = test.Matches(Rounded(parts.Total + points));
        var bound = context.Now + EarliestCrossing(test, parts, points, model.ShortestHalfLife);
        if (bound >= until)
        {
            return new Verdict(holds, until);
        }

        if (!context.Exact && bound - context.Now >= Near)
        {
            return new Verdict(holds, bound);
        }

        var curve = new ScoreCurve(model, context.State.Tallies, points);
        return new Verdict(holds, curve.FirstChange(test, holds, bound - 1, until, context.Work));
    }

    /// <summary>Out of line: other scores are many more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Verdict OfCentre<TTest>(TTest test, CentreDistance centre, ScoreModel model, in EvaluationContext context)
        where TTest : INumberTest
    {
        var (points, until) = model.Additions(context);
        var curve = new CentreCurve(centre, context.State.Tallies, points);
        return CurveVerdict.Of<TTest, CentreCurve, long>(test, curve, context) is { } verdict
            ? new Verdict(verdict.Holds, Math.Min(verdict.ValidUntil, until))
            : new Verdict(false, until);
    }

    /// <summary>A sum as it is tested: clamped, and rounded to 1e-9 so that the order of arrival can not decide an equality.</summary>
    internal static double Rounded(double sum) => Math.Round(ScoreModel.Clamp(sum), 9);

    /// <summary>
    /// Ticks before which no boundary can be reached, in O(1): the shrinking parts shrink no faster than 2^(−Δ/shortest),
    /// so the sum stays above C + P·d − N and below C + P − N·d.
    /// </summary>
    private static long EarliestCrossing<TTest>(TTest test, ScoreParts parts, double points, long shortest)
        where TTest : INumberTest
    {
        const double slack = 2e-9;
        var constant = parts.Constant + points;
        var sum = constant + parts.Positive - parts.Negative;
        double halfLives = double.MaxValue;
        for (var index = 0; index < test.Boundaries; index++)
        {
            var boundary = test.Boundary(index);
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
