using PersonaGrain.Conditions.Curves;

namespace PersonaGrain.Conditions.Scores;

/// <summary>The value of a score, rounded to 1e-9 so that the order of arrival can not decide an equality.</summary>
internal sealed class ScoreCondition(int score, ValueTester tester) : Condition, INumberTest
{
    private readonly double[] _boundaries = tester.Boundaries;

    /// <inheritdoc />
    public int Boundaries => _boundaries.Length;

    /// <inheritdoc />
    public double Boundary(int index) => _boundaries[index];

    /// <inheritdoc />
    public bool Matches(double value) => tester.Matches(value);

    internal override Verdict Evaluate(in EvaluationContext context) => ScoreVerdict.Of(this, context.Scores[score], context);
}
