using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>A prediction that is a number, rounded to 1e-9, which time changes all along. None before there is a purchase and a model of all people's.</summary>
/// <remarks>P(alive) is a closed form; an expectation is a sum, and a lifetime value some twenty of these: for a first purchase of just now and years ahead they are long.</remarks>
internal sealed class PredictionTrait(string name, PurchaseSource source, ComputedTraitDocument.OfPurchases document) : PurchaseTrait(name, source)
{
    private readonly bool _usesSpend = document.Computation.UsesSpend();

    /// <summary>What is predicted.</summary>
    internal PurchaseComputation Computation => document.Computation;

    /// <summary>The value over time while nothing arrives; null for none.</summary>
    internal PurchaseCurve? CurveOf(in EvaluationContext context)
    {
        if (Source.TallyOf(context.State) is not { } tally || PopulationOf(context) is not { } population || population.Model(document.Model) is not { } fitted)
        {
            return null;
        }

        var record = tally.Record;
        return !_usesSpend ? new PurchaseCurve(fitted.Model, record, document, 1)
            : population.Spend?.Model.ConditionalMean(record.Frequency, record.MeanSpend) is { } spend ? new PurchaseCurve(fitted.Model, record, document, spend)
            : null;
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(in EvaluationContext context) => CurveOf(context) is { } curve
        ? new ComputedValue(AttributeValue.Of(curve.Value(curve.At(context.Now))), TraitAccuracy.Estimated, context.Now + 1)
        : ComputedValue.Always(default);

    /// <inheritdoc />
    internal override TraitInterval? IntervalOf(in EvaluationContext context)
    {
        if (CurveOf(context) is not { } curve)
        {
            return null;
        }

        var (population, now) = (PopulationOf(context)!, context.Now);
        var fitted = population.Model(document.Model)!;
        var record = curve.Record;
        var (low, high) = document.Computation == PurchaseComputation.Alive
            ? DeltaMethod.Probability(fitted, model => (curve with { Model = model }).At(now))
            : DeltaMethod.Positive(
                fitted,
                model => (curve with { Model = model }).At(now),
                _usesSpend ? population.Spend : null,
                spend => spend.ConditionalMean(record.Frequency, record.MeanSpend) ?? double.NaN);
        return new TraitInterval(AttributeValue.Of(Math.Round(low, 9)), AttributeValue.Of(Math.Round(high, 9)));
    }

    /// <inheritdoc />
    internal override bool Differs(SourcePurchases? now, SourcePurchases? before) =>
        now?.Model(document.Model)?.Model != before?.Model(document.Model)?.Model || (_usesSpend && now?.Spend?.Model != before?.Spend?.Model);
}
