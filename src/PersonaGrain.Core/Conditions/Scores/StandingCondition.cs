using PersonaGrain.Conditions.Curves;
using PersonaGrain.Population.Cuts;

namespace PersonaGrain.Conditions.Scores;

/// <summary>Where a score stands among those of people, by cuts that one generation of the population tells. Without them it does not hold.</summary>
/// <param name="score">The score.</param>
/// <param name="from">The cut from which on it holds; −1 for none.</param>
/// <param name="below">The cut below which it holds; −1 for none.</param>
/// <param name="scored">Whether only those are meant who have a score above 0.</param>
internal sealed class StandingCondition(int score, int from, int below, bool scored) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) =>
        Band(context) is { } band ? ScoreVerdict.Of(band, context.Scores[score], context) : Verdict.Always(false);

    /// <summary>The scores for which it holds; null where the population has no cut.</summary>
    internal ScoreBand? Band(in EvaluationContext context)
    {
        var model = context.Scores[score];
        var least = from >= 0 ? model.Threshold(from) : scored ? CutEdges.AboveZero : 0;
        var end = below >= 0 ? model.Threshold(below) : CutEdges.Nobody;
        return double.IsNaN(least) || double.IsNaN(end) ? null : new ScoreBand(least, end);
    }
}

/// <summary>A range of scores with its beginning and without its end.</summary>
internal readonly record struct ScoreBand(double From, double Below) : INumberTest
{
    /// <inheritdoc />
    public int Boundaries => 2;

    /// <inheritdoc />
    public double Boundary(int index) => index == 0 ? From : Below;

    /// <inheritdoc />
    public bool Matches(double value) => value >= From && value < Below;
}
