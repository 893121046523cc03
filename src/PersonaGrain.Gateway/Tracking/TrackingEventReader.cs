using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads events of the Segment tracking API into signals.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>track</term><description>type = the event's name in snake case; attributes = properties</description></item>
/// <item><term>page, screen</term><description><c>page_viewed</c>, <c>screen_viewed</c>; attributes = properties, <c>name</c>, <c>category</c></description></item>
/// <item><term>identify</term><description><c>identified</c>; sets traits (null removes one); traits of the context count too</description></item>
/// <item><term>group</term><description><c>grouped</c>; attribute <c>groupId</c>; sets <c>group.id</c> and the group's traits under <c>group.</c></description></item>
/// <item><term>alias, merge</term><description>refused: profiles can not be joined yet, and what would do nothing is not answered as done</description></item>
/// </list>
/// The context goes into attributes under <c>context.</c>; <c>integrations</c> is left alone. Nested data is flattened as
/// <see cref="JsonFlattener"/> says. The profile is <c>userId</c>, else <c>anonymousId</c>. Not thread-safe; one per request.
/// </remarks>
internal sealed class TrackingEventReader(RequestTimes request, int maximumBytes)
{
    private readonly JsonFlattener _attributes = new(operations: false);
    private readonly JsonFlattener _traits = new(operations: false);

    /// <summary>The context of the batch, merged under each event's own.</summary>
    internal JsonElement BatchContext { get; init; }

    /// <summary>Reads one event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="call">What it is by its path; null to go by its <c>type</c>.</param>
    internal TrackingReading Read(JsonElement item, TrackingCall? call)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return TrackingFaults.NotAnEvent;
        }

        var raw = JsonMarshal.GetRawUtf8Value(item);
        if (raw.Length > maximumBytes)
        {
            return TrackingFaults.EventTooLarge(raw.Length, maximumBytes);
        }

        if (!JsonUnicode.IsValid(raw))
        {
            return TrackingFaults.NotUnicode;
        }

        var fields = EnvelopeFields.Of(item);
        return EventHeader.Read(fields, call, request, out var header) is { } fault ? fault : ReadContent(fields, header);
    }

    private TrackingReading ReadContent(EnvelopeFields fields, EventHeader header)
    {
        _attributes.Clear();
        _traits.Clear();
        if ((Attributes(fields, header.Call) ?? Context(fields) ?? Traits(fields, header.Call)) is { } fault)
        {
            return fault;
        }

        var signal = new Signal
        {
            Id = header.Id,
            Type = header.Type,
            Time = header.Time.Time,
            Attributes = FlatEntries.ToAttributes(_attributes),
            Traits = FlatEntries.ToTraits(_traits),
        };
        return new TrackingReading(new Observation(header.Profile, signal), null) { Note = header.Time.Note };
    }

    private SignalFault? Attributes(EnvelopeFields fields, TrackingCall call) => call switch
    {
        TrackingCall.Track => Properties(fields),
        TrackingCall.Page or TrackingCall.Screen => Properties(fields) ?? Text(fields.Name, "name") ?? Text(fields.Category, "category"),
        TrackingCall.Group => Text(fields.GroupId, "groupId"),
        _ => null,
    };

    private SignalFault? Context(EnvelopeFields fields) =>
        _attributes.AddObject(BatchContext, "context.", "context") ?? _attributes.AddObject(fields.Context, "context.", "context");

    private SignalFault? Traits(EnvelopeFields fields, TrackingCall call) => call switch
    {
        TrackingCall.Identify => _traits.AddObject(fields.ContextTraits, string.Empty, "context.traits") ??
                                 _traits.AddObject(fields.Traits, string.Empty, "traits"),
        TrackingCall.Group => GroupTraits(fields),
        _ => null,
    };

    private SignalFault? GroupTraits(EnvelopeFields fields)
    {
        if (!JsonFields.TryText(fields.GroupId, "groupId", out var group, out var fault))
        {
            return fault;
        }

        return _traits.AddText("group.id", group) ?? _traits.AddObject(fields.Traits, "group.", "traits");
    }

    private SignalFault? Properties(EnvelopeFields fields) => _attributes.AddObject(fields.Properties, string.Empty, "properties");

    private SignalFault? Text(JsonElement element, string field) =>
        JsonFields.TryText(element, field, out var text, out var fault) ? _attributes.AddText(field, text) : fault;
}
