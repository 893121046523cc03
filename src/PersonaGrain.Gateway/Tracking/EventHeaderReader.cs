using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads the headers of events. An event is refused only where it is no call that is known, has no name, or names nobody; all else is noted.</summary>
internal sealed class EventHeaderReader(RequestTimes request, EventIdentities identities, SignalNotes notes)
{
    /// <summary>Reads a header; the fault says why the event can not be taken, and then the header has what was known by then.</summary>
    /// <param name="fields">The event.</param>
    /// <param name="call">What kind of call it is; one that carries an event.</param>
    /// <param name="batchContext">The context of its batch; undefined for none.</param>
    /// <param name="header">Its header.</param>
    internal SignalFault? Read(EnvelopeFields fields, TrackingCall call, JsonElement batchContext, out EventHeader header)
    {
        var typeFault = TypeOf(fields, call, out var type);
        header = new EventHeader(default, string.Empty, call, type, default, "userId");
        if (typeFault is not null)
        {
            return typeFault;
        }

        if (identities.Read(fields, batchContext, out var primary, out var field) is { } nobody)
        {
            return nobody;
        }

        header = header with
        {
            Profile = primary.Profile,
            ProfileField = field,
            Others = primary.Others,
            Id = MessageId.Read(fields.MessageId, notes),
            Time = OccurrenceTime.Read(fields, request, notes),
        };
        return null;
    }

    /// <summary>The kind of a call, by its path or its <c>type</c>; the fault says why there is none.</summary>
    internal static SignalFault? CallOf(EnvelopeFields fields, TrackingCall? pathCall, out TrackingCall call)
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
            case "alias": call = TrackingCall.Alias; return null;
            case "merge": call = TrackingCall.Merge; return null;
            default: return TrackingFaults.UnknownType(text);
        }
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
