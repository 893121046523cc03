using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The faults of the tracking API in the words that its SDKs and their users know.</summary>
internal static class TrackingFaults
{
    internal static readonly SignalFault NoBody = new("empty_body", string.Empty, "request body is nil");
    internal static readonly SignalFault EmptyBatch = new("empty_batch", "batch", "empty batch payload");
    internal static readonly SignalFault NoIds = new("missing_id", "userId", "request neither has anonymousId nor userId");
    internal static readonly SignalFault NotAnEvent = new("invalid_event", string.Empty, "event is not a valid rudder event");
    internal static readonly SignalFault TooLarge = new("body_too_large", string.Empty, "max request size exceeded");
    internal static readonly SignalFault NoEventName = new("missing_event_name", "event", "a track call has no event name; send it in 'event', with a letter or digit in it");

    internal static readonly SignalFault NoAlias = new("missing_id", "userId", "an alias names nobody; send userId, the id that the person is known by from now on");

    internal static readonly SignalFault NoPrevious = new("missing_id", "previousId", "an alias names one id only; send previousId, the other id of the person");

    internal static readonly SignalFault NoMerge = new("invalid_merge", "mergeProperties",
        $"a merge names 2 to {LinkCallReader.Maximum} identities; send mergeProperties as a list of objects with type and value");

    internal static readonly SignalFault BlockedMerge = new("blocked_id", "mergeProperties",
        "mergeProperties have a text that stands for nobody, such as null or 0; send the real id");

    internal static SignalFault SentAtIgnored(Instant sentAt) => new("sent_at_ignored", "sentAt",
        $"sentAt {sentAt} is more than 24 h from when the request came, so the event keeps its own time; send sentAt as of the sending, history "
            + "to /v1/import");

    internal static SignalFault TimeOutOfRange(string field) => new("time_out_of_range", field,
        $"{field} is not between 1970 and 9999, so it was left out; send when it happened");

    internal static SignalFault EventNameTooLong(int length) => new("event_cut", "event",
        $"the event's name has {length} characters as a signal type; the first {SignalText.MaximumIdentifierLength} are kept");

    /// <summary>What broke the JSON of a body.</summary>
    internal static SignalFault NotJson(JsonException fault) => new("invalid_json", string.Empty,
        $"invalid json at line {fault.LineNumber.GetValueOrDefault() + 1}, byte {fault.BytePositionInLine.GetValueOrDefault() + 1}");

    internal static SignalFault EventTooLarge(int bytes, int maximum) =>
        new("event_too_large", string.Empty, $"the event has {bytes} bytes; at most {maximum} are taken");

    internal static SignalFault UnknownType(string? type) => new("invalid_event_type", "type", type is null
        ? "the event has no type; send track, identify, page, screen, group or alias"
        : "the event's type is not one of track, identify, page, screen, group, alias, merge");
}
