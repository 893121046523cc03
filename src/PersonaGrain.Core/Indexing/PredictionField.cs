using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Conditions.Curves;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>A prediction, which time changes all along: the index has a probability to less than 0.005, another number to less than 1 %.</summary>
/// <remarks>A profile wakes up for that at most 200 times while P(alive) falls from 1 to 0, over months, and 230 times for each power of ten of others.</remarks>
internal sealed class PredictionField(PredictionTrait trait, bool isOfAccounts) : IndexedField(trait.Name, isOfAccounts)
{
    private const double OfProbability = 0.005;
    private const double Relative = 0.01;

    // Below it a number does not come nearer to 0 for the index.
    private const double Least = 1e-6;

    /// <inheritdoc />
    /// <remarks>Of a number that is no probability, as a part of it.</remarks>
    public override double Error => trait.Computation == PurchaseComputation.Alive ? OfProbability : Relative;

    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before)
    {
        if (trait.CurveOf(context) is not { } curve)
        {
            return new IndexedValue(default, long.MaxValue);
        }

        if (before.IsNumber && Stays(curve, before.Number, context) is { Holds: true } verdict)
        {
            return new IndexedValue(before, verdict.ValidUntil);
        }

        var value = curve.Value(curve.At(context.Now));
        return Stays(curve, value, context) is { } stays ? new IndexedValue(AttributeValue.Of(value), stays.ValidUntil) : new IndexedValue(default, long.MaxValue);
    }

    private Verdict? Stays(in PurchaseCurve curve, double value, in EvaluationContext context)
    {
        var band = new NumberBand(value, trait.Computation == PurchaseComputation.Alive ? OfProbability : Math.Max(Least, Relative * value));
        return CurveVerdict.Of<NumberBand, PurchaseCurve, double>(band, curve, context);
    }
}
