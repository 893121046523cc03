using PersonaGrain.Gateway.Json;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>When an event happened, by the grid's clock: <c>receivedAt − (sentAt − timestamp)</c>.</summary>
/// <param name="Time">When; it may still lie outside what the grid takes.</param>
/// <param name="Note">What is odd about it, though it is taken; null for nothing.</param>
/// <remarks>
/// The sender's clock may be wrong; the span between its two readings is not. Where the sender gives only one of them
/// its time is taken as it is; where it gives none, the event happened when it was received. <c>originalTimestamp</c>
/// stands in for <c>timestamp</c>. A <c>sentAt</c> more than <see cref="MostSkew"/> from the arrival tells of an event that was kept and
/// sent again, not of a clock: it is left alone and noted, and so is any <c>sentAt</c> of an import, without a note.
/// </remarks>
internal readonly record struct OccurrenceTime(Instant Time, SignalFault? Note)
{
    /// <summary>How far a sender's clock may be off for its <c>sentAt</c> to correct times.</summary>
    internal static readonly TimeSpan MostSkew = TimeSpan.FromHours(24);

    /// <summary>Reads the time of an event; the fault names a field that is no time.</summary>
    internal static SignalFault? Read(EnvelopeFields fields, RequestTimes request, out OccurrenceTime time)
    {
        time = new OccurrenceTime(request.Received, null);
        if (!JsonFields.TryTime(fields.OriginalTimestamp, "originalTimestamp", out var original, out var fault) ||
            !JsonFields.TryTime(fields.Timestamp, "timestamp", out var timestamp, out fault) ||
            !JsonFields.TryTime(fields.SentAt, "sentAt", out var sentAt, out fault))
        {
            return fault;
        }

        if ((timestamp ?? original) is { } happened)
        {
            time = Of(happened, request.IsImport ? null : sentAt ?? request.SentAt, request.Received);
        }

        return null;
    }

    private static OccurrenceTime Of(Instant happened, Instant? sentAt, Instant received)
    {
        if (sentAt is not { } sent)
        {
            return new OccurrenceTime(happened, null);
        }

        return (received - sent).Duration() <= MostSkew
            ? new OccurrenceTime(received - (sent - happened), null)
            : new OccurrenceTime(happened, TrackingFaults.SentAtIgnored(sent));
    }
}

/// <summary>What a request says about the times of its events.</summary>
/// <param name="Received">When the gateway took it.</param>
/// <param name="SentAt">The batch's <c>sentAt</c>, which an event's own replaces.</param>
/// <param name="IsImport">It brings history: times are taken as they stand.</param>
internal readonly record struct RequestTimes(Instant Received, Instant? SentAt = null, bool IsImport = false);
