using System.Runtime.InteropServices;
using System.Text.Json;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>Reads events of the Segment tracking API into signals.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>track</term><description>type = the event's name in snake case; attributes = properties</description></item>
/// <item><term>page, screen</term><description><c>page_viewed</c>, <c>screen_viewed</c>; attributes = properties, <c>name</c>, <c>category</c></description></item>
/// <item><term>identify</term><description><c>identified</c>; sets traits (null removes one, an object takes the place of the one before); traits of the context count too</description></item>
/// <item><term>group</term><description>
/// <c>grouped</c>; attribute <c>groupId</c>; sets <c>group.id</c> and the group's traits under <c>group.</c>, in place of those of the group before; where the
/// catalog has accounts, see <see cref="GroupCallReader"/>
/// </description></item>
/// <item><term>alias, merge</term><description>identities that are one person; see <see cref="LinkCallReader"/></description></item>
/// </list>
/// The context goes into attributes under <c>context.</c>; <c>integrations</c> is left alone. Nested data is flattened as
/// <see cref="JsonFlattener"/> says, but for <c>externalIds</c>, which are identities. The profile is that of the identity of highest priority; see
/// <see cref="EventIdentities"/>. What can not be read of an event is left out and noted. Not thread-safe; one per request.
/// </remarks>
internal sealed class TrackingEventReader
{
    private const string Identities = "externalIds";
    private readonly int _maximumBytes;
    private readonly SignalNotes _notes = new();
    private readonly EventHeaderReader _headers;
    private readonly LinkCallReader _links;
    private readonly GroupCallReader? _groups;
    private readonly BlockedIds _blocked;
    private readonly JsonFlattener _attributes;
    private readonly JsonFlattener _traits;

    internal TrackingEventReader(RequestTimes request, int maximumBytes, BlockedIds? blocked = null, IdentityKinds? kinds = null)
    {
        _maximumBytes = maximumBytes;
        blocked ??= BlockedIds.Default;
        kinds ??= IdentityKinds.Standard;
        _headers = new EventHeaderReader(request, new EventIdentities(kinds, blocked, _notes), _notes);
        _links = new LinkCallReader(kinds, blocked);
        _groups = kinds.HasAccounts ? new GroupCallReader(blocked, _notes) : null;
        _blocked = blocked;
        _attributes = new JsonFlattener(_notes);
        _traits = new JsonFlattener(_notes) { AreTraits = true };
    }

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
        if (raw.Length > _maximumBytes)
        {
            return TrackingFaults.EventTooLarge(raw.Length, _maximumBytes);
        }

        if (JsonUnicode.IsValid(raw))
        {
            return ReadEvent(item, call);
        }

        using var mended = BodyJson.Parse(JsonUnicode.Mend(raw));
        return ReadEvent(mended.RootElement, call);
    }

    private TrackingReading ReadEvent(JsonElement item, TrackingCall? pathCall)
    {
        var fields = EnvelopeFields.Of(item);
        if (EventHeaderReader.CallOf(fields, pathCall, out var call) is { } callFault)
        {
            return callFault;
        }

        if (call is TrackingCall.Alias or TrackingCall.Merge)
        {
            return new TrackingReading(default, _links.Read(fields, call, out var link)) { Link = link, Words = new SenderWords(call, "userId") };
        }

        var fault = _headers.Read(fields, call, BatchContext, out var header);
        var reading = fault is not null ? fault
            : _groups is not null && call == TrackingCall.Group ? _groups.Read(fields, header, BatchContext, Identities)
            : ReadContent(fields, header);
        var content = _notes.Content;
        return reading with
        {
            Type = reading.Type.Length > 0 ? reading.Type : header.Type,
            Words = new SenderWords(header.Call, header.ProfileField),
            Content = content,
            Notes = _notes.Take(),
        };
    }

    private TrackingReading ReadContent(EnvelopeFields fields, EventHeader header)
    {
        _attributes.Clear();
        _traits.Clear();
        Attributes(fields, header.Call);
        _attributes.AddObject(BatchContext, "context.", "context", Identities);
        _attributes.AddObject(fields.Context, "context.", "context", Identities);
        _attributes.NoteLeftOut();
        Traits(fields, header.Call);
        _traits.NoteLeftOut();
        var signal = new Signal
        {
            Id = header.Id,
            Type = header.Type,
            Time = header.Time,
            Attributes = FlatEntries.ToAttributes(_attributes),
            Traits = FlatEntries.ToTraits(_traits),
        };
        return _groups is not null && AccountIds.Check(signal, "properties", _blocked) is { } fault
            ? fault
            : new TrackingReading(new Observation(header.Profile, signal) { Others = header.Others }, null);
    }

    private void Attributes(EnvelopeFields fields, TrackingCall call)
    {
        if (call == TrackingCall.Group)
        {
            Text(_attributes, "groupId", fields.GroupId, "groupId");
        }
        else if (call != TrackingCall.Identify)
        {
            _attributes.AddObject(fields.Properties, string.Empty, "properties");
        }

        if (call is TrackingCall.Page or TrackingCall.Screen)
        {
            Text(_attributes, "name", fields.Name, "name");
            Text(_attributes, "category", fields.Category, "category");
        }
    }

    private void Traits(EnvelopeFields fields, TrackingCall call)
    {
        if (call == TrackingCall.Identify)
        {
            _traits.AddObject(fields.ContextTraits, string.Empty, "context.traits");
            _traits.AddObject(fields.Traits, string.Empty, "traits");
        }
        else if (call == TrackingCall.Group)
        {
            // What is known of another group, or was known of this one, holds no more.
            _traits.Replace("group");
            if (JsonFields.TryText(fields.GroupId, "groupId", out var group, out _))
            {
                _traits.AddText("group.id", group?.Trim());
            }

            _traits.AddObject(fields.Traits, "group.", "traits");
        }
    }

    private void Text(JsonFlattener target, string name, JsonElement element, string field)
    {
        if (JsonFields.TryText(element, field, out var text, out var fault))
        {
            target.AddText(name, name == "groupId" ? text?.Trim() : text);
        }
        else
        {
            _notes.AddContent(fault! with { Message = fault!.Message + "; it was left out" });
        }
    }
}
