using PersonaGrain.Conditions.Curves;
using PersonaGrain.Profiles.Computed.Purchases;

namespace PersonaGrain.Conditions.Traits;

/// <summary>The value of a prediction, which time changes all along: it flips at the very instant at which it crosses a boundary.</summary>
internal sealed class PredictionCondition(PredictionTrait trait, ValueTester tester) : Condition, INumberTest
{
    private readonly double[] _boundaries = tester.Boundaries;

    /// <inheritdoc />
    public int Boundaries => _boundaries.Length;

    /// <inheritdoc />
    public double Boundary(int index) => _boundaries[index];

    /// <inheritdoc />
    public bool Matches(double value) => tester.Matches(value);

    internal override Verdict Evaluate(in EvaluationContext context) =>
        (trait.CurveOf(context) is { } curve ? CurveVerdict.Of<PredictionCondition, PurchaseCurve, double>(this, curve, context) : null)
        ?? Verdict.Always(tester.Matches(default(Signals.AttributeValue)));
}
