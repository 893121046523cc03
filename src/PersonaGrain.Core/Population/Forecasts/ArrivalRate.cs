using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Forecasts;

/// <summary>How often a segment was entered lately, as a rate with its 95 % interval.</summary>
/// <param name="Days">The days that were looked at, the hour under way included.</param>
/// <param name="Span">How long they were: days without what is left of the hour under way, and without what was before the catalog came in force.</param>
/// <param name="Entered">How often it was entered in them.</param>
/// <remarks>
/// The interval is that of the mean of a Poisson count by Byar's approximation (N. E. Breslow and N. E. Day, "Statistical Methods in Cancer Research II", 1987, p. 69): within
/// 1 % of the exact one from five arrivals on; of fewer the lower end is less. It is as wide as chance alone makes it: it knows neither weekends nor campaigns.
/// Who entered when the catalog was put in force did not arrive: everybody was evaluated anew then. So hours count from the first whole one after that.
/// </remarks>
public readonly record struct ArrivalRate(int Days, TimeSpan Span, long Entered)
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>Whether it was looked at for an hour at least: of less nothing is told.</summary>
    public bool IsKnown => Span >= TimeSpan.FromHours(1);

    /// <summary>Times an hour, where it is known.</summary>
    public double PerHour => Entered / Span.TotalHours;

    /// <summary>Where the interval of <see cref="PerHour"/> begins.</summary>
    public double Low => Entered == 0 ? 0 : Byar(Entered, -Normal95) / Span.TotalHours;

    /// <summary>Where it ends.</summary>
    public double High => Byar(Entered + 1, Normal95) / Span.TotalHours;

    /// <summary>The rate of the last days, from the flow of a segment.</summary>
    /// <param name="flow">Entered and left per hour of UTC.</param>
    /// <param name="now">Now.</param>
    /// <param name="days">1 to 7 of them.</param>
    /// <param name="since">When the catalog was put in force; null where that is long ago.</param>
    public static ArrivalRate Of(IReadOnlyList<HourlyFlow> flow, Instant now, int days, Instant? since)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 7);
        var underWay = HourOf(now);
        var from = underWay - TimeSpan.FromHours((24 * days) - 1);
        from = since is { } changed ? Instant.Max(from, HourOf(changed) + TimeSpan.FromHours(1)) : from;
        return new ArrivalRate(days, from < now ? now - from : TimeSpan.Zero, flow.Where(hour => hour.Hour >= from && hour.Hour <= underWay).Sum(static hour => hour.Entered));
    }

    private static Instant HourOf(Instant at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerHour));

    private static double Byar(double count, double deviations) => count * Math.Pow(1 - (1 / (9 * count)) + (deviations / (3 * Math.Sqrt(count))), 3);
}
