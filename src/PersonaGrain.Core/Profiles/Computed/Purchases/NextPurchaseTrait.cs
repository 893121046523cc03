using System.Globalization;
using PersonaGrain.Conditions;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>
/// The date by which the next purchase is as likely to have come as not, of somebody who has not stopped; none where that is after the year 9999. It recedes
/// as time passes, and its value changes when it reaches the next day of UTC. Conditions follow it by <see cref="NextPurchaseCurve"/>, without a step a day.
/// </summary>
internal sealed class NextPurchaseTrait(string name, PurchaseSource source, PurchaseModelType type) : PurchaseTrait(name, source)
{
    /// <inheritdoc />
    internal override ComputedValue Evaluate(in EvaluationContext context)
    {
        if (CurveOf(context) is not { } curve || curve.DayAt(context.Now) is var day && DateOf(day) is var date && date.Kind == AttributeKind.None)
        {
            return ComputedValue.Always(default);
        }

        return new ComputedValue(date, TraitAccuracy.Estimated, FirstAfter(curve, context.Now, day));
    }

    /// <summary>The date over time while nothing arrives; null where there is none.</summary>
    internal NextPurchaseCurve? CurveOf(in EvaluationContext context) =>
        Source.TallyOf(context.State) is { } tally && PopulationOf(context)?.Model(type) is { } fitted ? new NextPurchaseCurve(fitted.Model, tally.Record) : null;

    /// <inheritdoc />
    internal override TraitInterval? IntervalOf(in EvaluationContext context)
    {
        if (Source.TallyOf(context.State) is not { } tally || PopulationOf(context)?.Model(type) is not { } fitted)
        {
            return null;
        }

        var (record, now) = (tally.Record, context.Now);
        var age = record.Age(now);
        if (DeltaMethod.Positive(fitted, model => model.MedianWait(record.Frequency, age)) is not var (low, high))
        {
            return null;
        }

        return DateOf(NextPurchaseCurve.DayAfter(now, low)) is var from && DateOf(NextPurchaseCurve.DayAfter(now, high)) is var to && (from.Kind == AttributeKind.None || to.Kind == AttributeKind.None)
            ? null
            : new TraitInterval(from, to);
    }

    /// <inheritdoc />
    internal override bool Differs(SourcePurchases? now, SourcePurchases? before) => now?.Model(type)?.Model != before?.Model(type)?.Model;

    /// <summary>The date of a day, numbered from 0001-01-01; none where it is after the year 9999.</summary>
    internal static AttributeValue DateOf(double day) => day < DateOnly.MaxValue.DayNumber
        ? AttributeValue.Of(DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : default;

    /// <summary>The first instant at which it is another day, to one tick: it only recedes, and a day passes at the latest within one.</summary>
    private static long FirstAfter(in NextPurchaseCurve curve, long now, double day)
    {
        var (same, other) = (now, now + TimeSpan.TicksPerDay + 1);
        while (other - same > 1)
        {
            var middle = same + ((other - same) / 2);
            (same, other) = curve.DayAt(middle) == day ? (middle, other) : (same, middle);
        }

        return other;
    }
}
