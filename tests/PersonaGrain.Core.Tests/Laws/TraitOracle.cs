using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>Works computed traits out from the plain list of signals: slow, and independent of the machine.</summary>
internal static class TraitOracle
{
    internal static AttributeValue Value(ComputedTraitDocument trait, Oracle oracle)
    {
        if (trait is ComputedTraitDocument.Ratio ratio)
        {
            var (above, below) = (oracle.Computed(ratio.Dividend), oracle.Computed(ratio.Divisor));
            return above.IsNumber && below.IsNumber && below.Number != 0 ? AttributeValue.Of(Math.Round(above.Number / below.Number, 9)) : default;
        }

        // The laws are of a population that says nothing.
        return trait is ComputedTraitDocument.OfPurchases ? default : Value((ComputedTraitDocument.OfSignals)trait, oracle);
    }

    private static AttributeValue Value(ComputedTraitDocument.OfSignals trait, Oracle oracle)
    {
        Signal[] signals = [.. oracle.SignalsOf(trait)];
        if (trait.Attribute is null && trait.Computation is TraitComputation.Count)
        {
            return AttributeValue.Of(signals.Length);
        }

        if (trait.Computation.UsesSessions())
        {
            return Sessions(trait, [.. signals.Select(signal => signal.Time)]);
        }

        if (trait.Computation is TraitComputation.DistinctDays or TraitComputation.Streak)
        {
            return AttributeValue.Of(Days(trait, signals, oracle));
        }

        if (trait.Computation is TraitComputation.DaysSince)
        {
            return signals.Length == 0 ? default : AttributeValue.Of(Math.Max(0, (int)oracle.Since(signals.Max(signal => signal.Time)).TotalDays));
        }

        var values = signals.Select(signal => (signal.Time, Value: trait.Attribute is { } name ? signal.Attributes[name] : Worth(signal)))
            .Where(said => said.Value.Kind != AttributeKind.None).ToArray();
        return trait.Computation switch
        {
            _ when trait.Computation.ComparesValues() => Compare(trait, [.. values.SelectMany(said => Elements(said.Value).Select(element => (said.Time, element)))]),
            TraitComputation.Count => AttributeValue.Of(values.Length),
            TraitComputation.First => values.OrderBy(said => said.Time).FirstOrDefault().Value,
            TraitComputation.Last => values.OrderBy(said => said.Time).LastOrDefault().Value,
            TraitComputation.Percentile => Percentile([.. values.Select(said => said.Value.Number).Order()], trait.Rank),
            _ => OfNumbers(trait.Computation, [.. values.Select(said => (long)said.Value.Number)]),
        };
    }

    private static AttributeValue Compare(ComputedTraitDocument.OfSignals trait, (Instant Time, AttributeValue Value)[] said)
    {
        var newestFirst = said.GroupBy(one => one.Value.ToString()).OrderByDescending(group => group.Max(one => one.Time)).ThenBy(group => group.Key, StringComparer.Ordinal);
        var values = trait.Computation switch
        {
            TraitComputation.MostFrequent => newestFirst.OrderByDescending(group => group.Count()),
            TraitComputation.LeastFrequent => newestFirst.OrderBy(group => group.Count()),
            _ => newestFirst.AsEnumerable(),
        };
        AttributeValue[] told = [.. values.Select(group => group.First().Value)];
        return trait.Computation == TraitComputation.Distinct ? AttributeValue.Of(told.Length)
            : told.Length == 0 ? default
            : trait.Computation == TraitComputation.Newest ? AttributeValue.Of([.. told.Take(trait.Keep)])
            : told[0];
    }

    private static IEnumerable<AttributeValue> Elements(AttributeValue value) =>
        value.Kind != AttributeKind.List ? [value] : value.List.ToArray().Where(element => element.Kind != AttributeKind.None);

    /// <summary>In zones whose clocks never change: UTC and that of a number of hours before it.</summary>
    private static int Days(ComputedTraitDocument.OfSignals trait, Signal[] signals, Oracle oracle)
    {
        var ahead = TimeSpan.FromHours(trait.Zone is null ? 0 : int.Parse(trait.Zone["Etc/GMT-".Length..], System.Globalization.CultureInfo.InvariantCulture));
        var days = signals.Where(signal => trait.Attribute is null || signal.Attributes[trait.Attribute].Kind != AttributeKind.None)
            .Select(signal => (signal.Time + ahead).ToDateTimeOffset().Date).ToHashSet();
        if (trait.Computation == TraitComputation.DistinctDays)
        {
            return days.Count;
        }

        var today = (oracle.Now + ahead).ToDateTimeOffset().Date;
        var last = days.Contains(today) ? today : today.AddDays(-1);
        return Enumerable.Range(0, days.Count + 1).First(back => !days.Contains(last.AddDays(-back)));
    }

    private static AttributeValue Percentile(double[] numbers, double rank)
    {
        if (numbers.Length == 0)
        {
            return default;
        }

        var place = rank * (numbers.Length - 1) / 100;
        var (lower, upper) = (numbers[(int)Math.Floor(place)], numbers[(int)Math.Ceiling(place)]);
        return AttributeValue.Of(lower + ((upper - lower) * (place - Math.Floor(place))));
    }

    private static AttributeValue Sessions(ComputedTraitDocument.OfSignals trait, Instant[] times)
    {
        var sessions = new List<List<Instant>>();
        foreach (var time in times.Order())
        {
            if (sessions.Count == 0 || time - sessions[^1][^1] >= trait.Gap)
            {
                sessions.Add([]);
            }

            sessions[^1].Add(time);
        }

        return trait.Computation == TraitComputation.Sessions ? AttributeValue.Of(sessions.Count)
            : sessions.Count == 0 ? default
            : trait.Computation == TraitComputation.SessionSignals ? AttributeValue.Of((double)times.Length / sessions.Count)
            : AttributeValue.Of(sessions.Sum(session => (session[^1] - session[0]).Ticks) / ((double)sessions.Count * TimeSpan.TicksPerSecond));
    }

    private static AttributeValue Worth(Signal signal) => signal.Value is { } value ? AttributeValue.Of(value) : default;

    // Whole numbers: what is exact is exact here too.
    private static AttributeValue OfNumbers(TraitComputation computation, long[] numbers) => computation switch
    {
        TraitComputation.Sum => AttributeValue.Of(numbers.Sum()),
        _ when numbers.Length == 0 => default,
        TraitComputation.Mean => AttributeValue.Of((double)numbers.Sum() / numbers.Length),
        TraitComputation.Min => AttributeValue.Of(numbers.Min()),
        TraitComputation.Max => AttributeValue.Of(numbers.Max()),
        _ when numbers.Length == 1 => default,
        _ => AttributeValue.Of((double)((numbers.Length * numbers.Sum(number => number * number)) - (numbers.Sum() * numbers.Sum())) / (numbers.Length * (numbers.Length - 1L))),
    };
}
