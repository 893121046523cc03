using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>
/// How well outcomes were foretold as time went on: the log-loss of each landmark under weights learned from earlier ones only (progressive
/// validation), newest against all before.
/// </summary>
/// <param name="Recent">Mean log-loss of the newest landmarks.</param>
/// <param name="Mean">Mean log-loss of those before.</param>
/// <param name="StandardError">Standard error of a mean over as many landmarks as the newest are.</param>
/// <param name="Window">How many landmarks count as the newest.</param>
/// <param name="Since">The instant of the first of the newest.</param>
public readonly record struct LossDrift(double Recent, double Mean, double StandardError, int Window, Instant Since)
{
    /// <summary>Lower end of the band: three standard errors below the mean.</summary>
    public double Low => Mean - (3 * StandardError);

    /// <summary>Upper end of the band: three standard errors above the mean.</summary>
    public double High => Mean + (3 * StandardError);

    /// <summary>Whether the newest landmarks are outside the band: what held no longer does.</summary>
    public bool IsOutside => Recent < Low || Recent > High;
}
