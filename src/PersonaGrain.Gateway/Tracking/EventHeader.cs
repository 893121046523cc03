using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Who, what and when of one event.</summary>
/// <param name="Profile">To whom it happened.</param>
/// <param name="Id">The message id.</param>
/// <param name="Call">The kind of call.</param>
/// <param name="Type">The signal type.</param>
/// <param name="Time">When it happened.</param>
internal readonly record struct EventHeader(ProfileId Profile, string Id, TrackingCall Call, string Type, OccurrenceTime Time)
{
    /// <summary>Reads the header; the fault names the first field that can not be used.</summary>
    internal static SignalFault? Read(EnvelopeFields fields, TrackingCall? pathCall, RequestTimes request, out EventHeader header)
    {
        header = default;
        if (CallOf(fields, pathCall, out var call) is { } callFault)
        {
            return callFault;
        }

        if (call == TrackingCall.Alias)
        {
            return TrackingFaults.Joining;
        }

        if (ProfileOf(fields, out var profile) is { } profileFault)
        {
            return profileFault;
        }

        if (TypeOf(fields, call, out var type) is { } typeFault)
        {
            return typeFault;
        }

        if (!JsonFields.TryText(fields.MessageId, "messageId", out var sent, out var fault))
        {
            return fault;
        }

        if (MessageId.Take(sent, out var id) is { } idFault)
        {
            return idFault;
        }

        if (OccurrenceTime.Read(fields, request, out var time) is { } timeFault)
        {
            return timeFault;
        }

        header = new EventHeader(profile, id, call, type, time);
        return null;
    }

    private static SignalFault? CallOf(EnvelopeFields fields, TrackingCall? pathCall, out TrackingCall call)
    {
        call = pathCall.GetValueOrDefault();
        if (pathCall is not null)
        {
            return null;
        }

        if (!JsonFields.TryText(fields.Type, "type", out var text, out var fault))
        {
            return fault;
        }

        switch (text)
        {
            case "track": call = TrackingCall.Track; return null;
            case "identify": call = TrackingCall.Identify; return null;
            case "page": call = TrackingCall.Page; return null;
            case "screen": call = TrackingCall.Screen; return null;
            case "group": call = TrackingCall.Group; return null;
            case "alias" or "merge": call = TrackingCall.Alias; return null;
            default: return TrackingFaults.UnknownType(text);
        }
    }

    private static SignalFault? ProfileOf(EnvelopeFields fields, out ProfileId profile)
    {
        profile = default;
        if (!JsonFields.TryText(fields.UserId, "userId", out var user, out var fault) ||
            !JsonFields.TryText(fields.AnonymousId, "anonymousId", out var anonymous, out fault))
        {
            return fault;
        }

        var (field, text) = string.IsNullOrWhiteSpace(user) ? ("anonymousId", anonymous) : ("userId", user);
        if (string.IsNullOrWhiteSpace(text))
        {
            return TrackingFaults.NoIds;
        }

        return ProfileId.TryParse(text, out profile, out fault)
            ? null
            : fault with { Field = field };
    }

    private static SignalFault? TypeOf(EnvelopeFields fields, TrackingCall call, out string type)
    {
        type = call switch
        {
            TrackingCall.Identify => "identified",
            TrackingCall.Page => "page_viewed",
            TrackingCall.Screen => "screen_viewed",
            TrackingCall.Group => "grouped",
            _ => string.Empty,
        };
        if (call != TrackingCall.Track)
        {
            return null;
        }

        if (!JsonFields.TryText(fields.Event, "event", out var name, out var fault))
        {
            return fault;
        }

        type = EventName.ToSignalType(name ?? string.Empty);
        return type.Length == 0 ? TrackingFaults.NoEventName : IdentifierText.Check(type, SignalText.MaximumIdentifierLength, "event");
    }
}
