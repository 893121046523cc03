using System.Diagnostics.Metrics;

namespace PersonaGrain.Gateway.Quality;

/// <summary>The quality of signals as gauges of the meter <c>PersonaGrain.Gateway</c>, as of the last look, at most 10 s ago.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>personagrain.gateway.quality.score</term><description>0 to 100; tags workspace, source</description></item>
/// <item><term>personagrain.gateway.quality.part</term><description>0 to 1; tags workspace, source, type, part</description></item>
/// <item><term>personagrain.gateway.quality.completeness</term><description>0 to 1; tags workspace, source, type, attribute</description></item>
/// <item><term>personagrain.gateway.quality.lag</term><description>s; tags workspace, source, type, quantile</description></item>
/// <item><term>personagrain.gateway.quality.signals</term><description>{signal}, in the hour that runs; tags workspace, source, type</description></item>
/// </list>
/// Types are those that the catalog declares, or empty for all others.
/// </remarks>
internal sealed class QualityMetrics : IDisposable
{
    private static readonly double[] Quantiles = [0.5, 0.99];
    private readonly Meter _meter;
    private volatile IReadOnlyList<(string Workspace, IReadOnlyList<QualityView> Views)> _seen = [];

    /// <summary>Creates the instruments.</summary>
    public QualityMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(GatewayMetrics.MeterName);
        _meter.CreateObservableGauge("personagrain.gateway.quality.score", Scores, description: "How good the signals of a source are, 0 to 100.");
        _meter.CreateObservableGauge("personagrain.gateway.quality.part", Parts, description: "A part of the score of a type, 0 to 1.");
        _meter.CreateObservableGauge("personagrain.gateway.quality.completeness", Shares, description: "The share of signals that have a declared attribute.");
        _meter.CreateObservableGauge("personagrain.gateway.quality.lag", Lags, "s", "The age of signals at their arrival.");
        _meter.CreateObservableGauge("personagrain.gateway.quality.signals", Volumes, "{signal}", "Signals of the hour that runs.");
    }

    /// <summary>Takes in what the last look found.</summary>
    internal void Take(IReadOnlyList<(string Workspace, IReadOnlyList<QualityView> Views)> seen) => _seen = seen;

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Scores() =>
        from seen in _seen
        from source in seen.Views.GroupBy(static view => view.Of.Source, StringComparer.Ordinal)
        let score = QualityScore.Total(QualityScore.Of([.. source]))
        where score is not null
        select new Measurement<double>(score ?? 0, new("workspace", seen.Workspace), new("source", source.Key));

    private IEnumerable<Measurement<double>> Parts() =>
        from seen in Views()
        from part in QualityScore.Of(seen.View)
        where part.Value is not null
        select Of(seen, part.Value ?? 0, "part", part.Name);

    private IEnumerable<Measurement<double>> Shares() =>
        from seen in Views()
        from attribute in seen.View.Completeness()
        where attribute.Share is not null
        select Of(seen, attribute.Share ?? 0, "attribute", attribute.Name);

    private IEnumerable<Measurement<double>> Lags() =>
        from seen in Views()
        from quantile in Quantiles
        let lag = seen.View.Of.LagSeconds(quantile)
        where lag is not null
        select Of(seen, lag ?? 0, "quantile", quantile);

    private IEnumerable<Measurement<long>> Volumes() => Views().Select(static seen => new Measurement<long>(
        seen.View.Volume.Count, new("workspace", seen.Workspace), new("source", seen.View.Of.Source), new("type", seen.View.Of.Type)));

    private IEnumerable<(string Workspace, QualityView View)> Views() => _seen.SelectMany(static seen => seen.Views.Select(view => (seen.Workspace, view)));

    private static Measurement<double> Of((string Workspace, QualityView View) seen, double value, string tag, object name) => new(
        value, new("workspace", seen.Workspace), new("source", seen.View.Of.Source), new("type", seen.View.Of.Type), new(tag, name));
}
