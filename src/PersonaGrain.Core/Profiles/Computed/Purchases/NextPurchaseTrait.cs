using System.Globalization;
using PersonaGrain.Conditions;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>
/// The date by which the next purchase is as likely to have come as not, of somebody who has not stopped; none where that is after the year 9999. It recedes
/// as time passes, and its value changes when it reaches the next day of UTC.
/// </summary>
internal sealed class NextPurchaseTrait(string name, PurchaseSource source, PurchaseModelType type) : PurchaseTrait(name, source)
{
    /// <inheritdoc />
    internal override ComputedValue Evaluate(in EvaluationContext context)
    {
        if (Source.TallyOf(context.State) is not { } tally || PopulationOf(context)?.Model(type) is not { } fitted)
        {
            return ComputedValue.Always(default);
        }

        var (record, now) = (tally.Record, context.Now);
        var day = DayOf(fitted.Model, record, now);
        return DateOf(day) is var date && date.Kind == AttributeKind.None
            ? ComputedValue.Always(default)
            : new ComputedValue(date, TraitAccuracy.Estimated, FirstAfter(fitted.Model, record, now, day));
    }

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

        return DateOf(DayAfter(now, low)) is var from && DateOf(DayAfter(now, high)) is var to && (from.Kind == AttributeKind.None || to.Kind == AttributeKind.None)
            ? null
            : new TraitInterval(from, to);
    }

    /// <inheritdoc />
    internal override bool Differs(SourcePurchases? now, SourcePurchases? before) => now?.Model(type)?.Model != before?.Model(type)?.Model;

    /// <summary>The day, as it is at an instant.</summary>
    private static double DayOf(in BetaGeometric model, in PurchaseRecord record, long now) =>
        DayAfter(now, model.MedianWait(record.Frequency, record.Age(now)));

    private static double DayAfter(long now, double days) => Math.Floor((now / (double)TimeSpan.TicksPerDay) + days);

    private static AttributeValue DateOf(double day) => day < DateOnly.MaxValue.DayNumber
        ? AttributeValue.Of(DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : default;

    /// <summary>The first instant at which it is another day, to one tick: it only recedes, and a day passes at the latest within one.</summary>
    private static long FirstAfter(in BetaGeometric model, in PurchaseRecord record, long now, double day)
    {
        var (same, other) = (now, now + TimeSpan.TicksPerDay + 1);
        while (other - same > 1)
        {
            var middle = same + ((other - same) / 2);
            (same, other) = DayOf(model, record, middle) == day ? (middle, other) : (same, middle);
        }

        return other;
    }
}
