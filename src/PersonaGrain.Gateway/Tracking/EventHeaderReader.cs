using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads the headers of events. An event is refused only where it is no call that is known, has no name, or names nobody; all else is noted.</summary>
internal sealed class EventHeaderReader(RequestTimes request, BlockedIds blocked, SignalNotes notes)
{
    /// <summary>Reads a header; the fault says why the event can not be taken, and then the header has what was known by then.</summary>
    internal SignalFault? Read(EnvelopeFields fields, TrackingCall? pathCall, out EventHeader header)
    {
        header = new EventHeader(default, string.Empty, default, string.Empty, default, IsAnonymous: false);
        if (CallOf(fields, pathCall, out var call) is { } callFault)
        {
            return callFault;
        }

        if (call == TrackingCall.Alias)
        {
            return TrackingFaults.Joining;
        }

        var typeFault = TypeOf(fields, call, out var type);
        header = new EventHeader(default, string.Empty, call, type, default, IsAnonymous: false);
        if (typeFault is not null)
        {
            return typeFault;
        }

        if (ProfileOf(fields, out var profile, out var isAnonymous) is { } nobody)
        {
            return nobody;
        }

        header = header with
        {
            Profile = profile,
            IsAnonymous = isAnonymous,
            Id = MessageId.Read(fields.MessageId, notes),
            Time = OccurrenceTime.Read(fields, request, notes),
        };
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

    private SignalFault? ProfileOf(EnvelopeFields fields, out ProfileId profile, out bool isAnonymous)
    {
        isAnonymous = false;
        if (IdField.TryRead(fields.UserId, "userId", blocked, out profile, out var user))
        {
            return null;
        }

        if (!IdField.TryRead(fields.AnonymousId, "anonymousId", blocked, out profile, out var anonymous))
        {
            return user ?? anonymous ?? TrackingFaults.NoIds;
        }

        isAnonymous = true;
        if (user is not null)
        {
            notes.Add(user with { Message = user.Message + "; the event counts for the anonymousId" });
        }

        return null;
    }

    private SignalFault? TypeOf(EnvelopeFields fields, TrackingCall call, out string type)
    {
        type = CallTypes.Of(call);
        if (call != TrackingCall.Track)
        {
            return null;
        }

        if (!JsonFields.TryText(fields.Event, "event", out var name, out var fault))
        {
            return fault;
        }

        type = EventName.ToSignalType(name ?? string.Empty);
        if (type.Length > SignalText.MaximumIdentifierLength)
        {
            notes.Add(TrackingFaults.EventNameTooLong(type.Length) with { Sample = ValueMask.Of(name) });
            type = EventName.Cut(type, SignalText.MaximumIdentifierLength);
        }

        return type.Length == 0 ? TrackingFaults.NoEventName : null;
    }
}
