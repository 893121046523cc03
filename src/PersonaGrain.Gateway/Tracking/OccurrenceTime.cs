using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>When an event happened, by the grid's clock: <c>receivedAt − (sentAt − timestamp)</c>.</summary>
/// <remarks>
/// The sender's clock may be wrong; the span between its two readings is not. Where the sender gives only one of them
/// its time is taken as it is; where it gives none, the event happened when it was received. <c>originalTimestamp</c>
/// stands in for <c>timestamp</c>. A <c>sentAt</c> more than <see cref="MostSkew"/> from the arrival tells of an event that was kept and
/// sent again, not of a clock: it is left alone and noted, and so is any <c>sentAt</c> of an import, without a note. A time that can not be read, or lies
/// outside what the grid takes, is noted and treated as absent.
/// </remarks>
internal static class OccurrenceTime
{
    /// <summary>How far a sender's clock may be off for its <c>sentAt</c> to correct times.</summary>
    internal static readonly TimeSpan MostSkew = TimeSpan.FromHours(24);

    /// <summary>Reads the time of an event.</summary>
    internal static Instant Read(EnvelopeFields fields, RequestTimes request, SignalNotes notes)
    {
        var happened = Time(fields.Timestamp, "timestamp", notes) ?? Time(fields.OriginalTimestamp, "originalTimestamp", notes);
        if (happened is not { } time)
        {
            return request.Received;
        }

        return request.IsImport || (Time(fields.SentAt, "sentAt", notes) ?? request.SentAt) is not { } sent ? time : Correct(time, sent, request.Received, notes);
    }

    private static Instant Correct(Instant happened, Instant sent, Instant received, SignalNotes notes)
    {
        if ((received - sent).Duration() <= MostSkew)
        {
            var corrected = received - (sent - happened);
            return IsTaken(corrected) ? corrected : happened;
        }

        notes.Add(TrackingFaults.SentAtIgnored(sent));
        return happened;
    }

    private static bool IsTaken(Instant time) => time >= Instant.UnixEpoch && time.Ticks <= DateTime.MaxValue.Ticks;

    private static Instant? Time(JsonElement element, string field, SignalNotes notes)
    {
        if (!JsonFields.TryTime(element, field, out var time, out var fault))
        {
            notes.Add(fault! with { Message = fault!.Message + "; it was left out" });
            return null;
        }

        if (time is not { } read || IsTaken(read))
        {
            return time;
        }

        notes.Add(TrackingFaults.TimeOutOfRange(field) with { Sample = JsonSample.Of(element) });
        return null;
    }
}

/// <summary>What a request says about the times of its events.</summary>
/// <param name="Received">When the gateway took it.</param>
/// <param name="SentAt">The batch's <c>sentAt</c>, which an event's own replaces.</param>
/// <param name="IsImport">It brings history: times are taken as they stand.</param>
internal readonly record struct RequestTimes(Instant Received, Instant? SentAt = null, bool IsImport = false);
