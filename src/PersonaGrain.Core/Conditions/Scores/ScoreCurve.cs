using PersonaGrain.Conditions.Curves;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Scoring;

namespace PersonaGrain.Conditions.Scores;

/// <summary>A score between signals, while its context additions stay: over [a, b] the sum lies in [C + P(b) − N(a), C + P(a) − N(b)].</summary>
internal readonly struct ScoreCurve(ScoreModel model, MeasureTally[] tallies, double points) : ICurve<ScoreParts>
{
    /// <inheritdoc />
    public ScoreParts At(long time) => model.Parts(tallies, time);

    /// <inheritdoc />
    public double Value(in ScoreParts point) => ScoreVerdict.Rounded(point.Total + points);

    /// <inheritdoc />
    public (double Low, double High) Between(in ScoreParts left, in ScoreParts right)
    {
        var constant = left.Constant + points;
        return (ScoreVerdict.Rounded(constant + right.Positive - left.Negative), ScoreVerdict.Rounded(constant + left.Positive - right.Negative));
    }

    /// <summary>The first change of a test after an instant and before another one; else that one.</summary>
    internal long FirstChange<TTest>(TTest test, bool holds, long from, long until, CurveWork? work)
        where TTest : INumberTest
    {
        var horizon = Math.Min(until, SaturatingAdd(LatestOccurrence(from), model.HalfLivesToNothing(tallies) * (Int128)model.LongestHalfLife));
        return new CrossingSearch<TTest, ScoreCurve, ScoreParts>(test, this, holds).FirstChange(from, horizon - 1, work) ?? until;
    }

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
}
