using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PersonaGrain.Gateway;

/// <summary>What the gateway measures: the one place for names, units and tags of the meter <c>PersonaGrain.Gateway</c>.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>personagrain.gateway.signals.accepted</term><description>{signal}; tag source</description></item>
/// <item><term>personagrain.gateway.signals.duplicates</term><description>{signal}; tag source</description></item>
/// <item><term>personagrain.gateway.signals.noted</term><description>{signal}; tags source, reason: taken with a note such as clock_ahead</description></item>
/// <item><term>personagrain.gateway.refused</term><description>{fault}; tags source, reason: signals and requests that were not taken</description></item>
/// <item><term>personagrain.gateway.request.duration</term><description>s; tags operation, status</description></item>
/// <item><term>personagrain.gateway.streams</term><description>{stream}: event streams open</description></item>
/// </list>
/// A source is the operation that a signal or request came by. Reasons are the stable codes of faults, never texts of senders.
/// </remarks>
public sealed class GatewayMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "PersonaGrain.Gateway";

    private readonly Meter _meter;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _noted;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _streams;

    /// <summary>Creates the instruments.</summary>
    public GatewayMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _accepted = _meter.CreateCounter<long>("personagrain.gateway.signals.accepted", "{signal}", "Signals that were new and are durable.");
        _duplicates = _meter.CreateCounter<long>("personagrain.gateway.signals.duplicates", "{signal}", "Signals that had been taken before.");
        _noted = _meter.CreateCounter<long>("personagrain.gateway.signals.noted", "{signal}", "Signals taken with a note.");
        _refused = _meter.CreateCounter<long>("personagrain.gateway.refused", "{fault}", "Signals and requests that were not taken.");
        _duration = _meter.CreateHistogram<double>("personagrain.gateway.request.duration", "s", "From the first to the last byte of the answer.");
        _streams = _meter.CreateUpDownCounter<long>("personagrain.gateway.streams", "{stream}", "Event streams open.");
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    internal void Accepted(string source, int count) => Count(_accepted, source, count);

    internal void Duplicate(string source, int count) => Count(_duplicates, source, count);

    internal void Noted(string source, string reason) => _noted.Add(1, new("source", source), new("reason", reason));

    internal void Refused(string source, string reason) => _refused.Add(1, new("source", source), new("reason", reason));

    internal void StreamOpened() => _streams.Add(1);

    internal void StreamClosed() => _streams.Add(-1);

    /// <summary>The start of a request, or 0 where nobody listens.</summary>
    internal long Start() => _duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal void Answered(string operation, int status, long start)
    {
        if (start != 0)
        {
            _duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new("operation", operation), new("status", status));
        }
    }

    private static void Count(Counter<long> counter, string source, int count)
    {
        if (count > 0)
        {
            counter.Add(count, new KeyValuePair<string, object?>("source", source));
        }
    }
}
