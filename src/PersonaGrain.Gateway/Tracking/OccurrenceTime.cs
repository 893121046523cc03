using PersonaGrain.Gateway.Json;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>When an event happened, by the grid's clock: <c>receivedAt − (sentAt − originalTimestamp)</c>.</summary>
/// <remarks>
/// The sender's clock may be wrong; the span between its two readings is not. Where the sender gives only one of them
/// its time is taken as it is; where it gives none, the event happened when it was received. <c>timestamp</c>
/// stands in for <c>originalTimestamp</c>.
/// </remarks>
internal static class OccurrenceTime
{
    /// <summary>Reads the time of an event.</summary>
    /// <param name="fields">The event.</param>
    /// <param name="batchSentAt">The batch's <c>sentAt</c>, which the event's own replaces.</param>
    /// <param name="received">When the gateway took the request.</param>
    /// <param name="time">The time; it may still lie outside what the grid takes.</param>
    internal static SignalFault? Read(EnvelopeFields fields, Instant? batchSentAt, Instant received, out Instant time)
    {
        time = received;
        if (!JsonFields.TryTime(fields.OriginalTimestamp, "originalTimestamp", out var original, out var fault) ||
            !JsonFields.TryTime(fields.Timestamp, "timestamp", out var timestamp, out fault) ||
            !JsonFields.TryTime(fields.SentAt, "sentAt", out var sentAt, out fault))
        {
            return fault;
        }

        sentAt ??= batchSentAt;
        var happened = original ?? timestamp;
        if (happened is { } at)
        {
            time = sentAt is { } sent ? received - (sent - at) : at;
        }

        return null;
    }
}
