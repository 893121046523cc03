using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Forecasts;

/// <summary>What will become of a segment: what time alone does, which is exact, and what is to be expected if people go on to arrive as they did.</summary>
/// <param name="Segment">The segment as it is now.</param>
/// <param name="Population">The generation.</param>
/// <param name="Section">What it foresees.</param>
/// <param name="Forecast">What it foresees of this segment.</param>
/// <param name="Since">When the catalog was put in force, whose segment it is; null where that is long ago.</param>
/// <param name="Now">The grid's time.</param>
public sealed record SegmentOutlook(SegmentView Segment, PopulationModel Population, ForecastSection Section, SegmentForecast Forecast, Instant? Since, Instant Now)
{
    /// <summary>The rate of the last day, by which arrivals are expected.</summary>
    public ArrivalRate Day => ArrivalRate.Of(Segment.Flow, Now, 1, Since);

    /// <summary>The rate of the last seven days.</summary>
    public ArrivalRate Week => ArrivalRate.Of(Segment.Flow, Now, 7, Since);

    /// <summary>The outlook of a segment; null where the generation foresees nothing of it, or of what another catalog made of it.</summary>
    /// <param name="segment">The segment as it is now.</param>
    /// <param name="population">The generation.</param>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="now">The grid's time.</param>
    public static SegmentOutlook? Of(SegmentView segment, PopulationModel population, CatalogPeriod catalog, Instant now)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(population);
        return population.Section<ForecastSection>() is { } section && section.Find(segment.Id, catalog.Version) is { } forecast
            ? new SegmentOutlook(segment, population, section, forecast, catalog.Since, now)
            : null;
    }

    /// <summary>The time ahead in equal steps, the first of which begins at the count.</summary>
    /// <param name="hours">Hours of a step: 1 to 720.</param>
    /// <remarks>
    /// Who is expected to arrive is taken to stay, so that the expected members are a bound from above. Those who enter by time alone are among the arrivals of the last day as well, so they are not
    /// added to what is expected: the greater of both is told. It is never more than there are people. Where it is not known yet how many arrive, nobody is expected.
    /// </remarks>
    public IEnumerable<OutlookStep> Steps(int hours)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hours, 1);
        var (rate, next, most) = (Day, 0, (double)Math.Max(Population.People, Forecast.Members));
        var (allEntries, allDepartures) = (0L, 0L);
        for (var from = 0; from < ForecastSection.Hours; from += hours)
        {
            var (end, entries, departures) = (Math.Min(from + hours, ForecastSection.Hours), 0L, 0L);
            for (; next < Forecast.Crossings.Count && Forecast.Crossings[next].Hour < end; next++)
            {
                (entries, departures) = (entries + Forecast.Crossings[next].Entries, departures + Forecast.Crossings[next].Departures);
            }

            (allEntries, allDepartures) = (allEntries + entries, allDepartures + departures);
            var (to, staying) = (Section.First + TimeSpan.FromHours(end), Forecast.Members - allDepartures);
            var (ahead, alone) = ((to - Population.At).TotalHours, allEntries);
            yield return new OutlookStep(
                from == 0 ? Population.At : Section.First + TimeSpan.FromHours(from), to, entries, departures, staying + allEntries,
                Expected(rate.PerHour), Expected(rate.Low), Expected(rate.High));

            double Expected(double perHour) => Math.Min(most, staying + (rate.IsKnown ? Math.Max(alone, perHour * ahead) : alone));
        }
    }
}

/// <summary>A step of time ahead.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends.</param>
/// <param name="Entries">How often the segment is entered in it by time alone.</param>
/// <param name="Departures">How often it is left in it by time alone.</param>
/// <param name="Members">Its members at the end if nothing arrives.</param>
/// <param name="Expected">Its members at the end if people arrive as on the last day, and stay.</param>
/// <param name="Low">The same at the lower end of the rate's 95 % interval.</param>
/// <param name="High">The same at its upper end.</param>
public readonly record struct OutlookStep(Instant From, Instant To, long Entries, long Departures, long Members, double Expected, double Low, double High);
