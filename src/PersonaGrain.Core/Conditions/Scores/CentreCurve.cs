using PersonaGrain.Conditions.Curves;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Scoring;

namespace PersonaGrain.Conditions.Scores;

/// <summary>How near a person is to the centre of a segment between signals, while the score's context additions stay. A point is its instant.</summary>
internal readonly struct CentreCurve(CentreDistance centre, MeasureTally[] tallies, double points) : ICurve<long>
{
    /// <inheritdoc />
    public long At(long time) => time;

    /// <inheritdoc />
    public double Value(in long point) => ScoreVerdict.Rounded(centre.At(tallies, point) + points);

    /// <inheritdoc />
    public (double Low, double High) Between(in long left, in long right)
    {
        var (low, high) = centre.Between(tallies, left, right);
        return (ScoreVerdict.Rounded(low + points), ScoreVerdict.Rounded(high + points));
    }
}
