using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Signals.Composition;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Signals;

/// <summary>
/// Reads native signals: <c>{"id","profile","identities"?,"type","time","value"?,"attributes"?,"traits"?}</c>, one JSON object each.
/// </summary>
/// <remarks>
/// Nested attributes are flattened to dotted names, lists of objects to one list per name. A trait is a value, null (remove
/// it), an object (in place of all that lay under its name), or an operation: <c>{"$increment":1}</c>, <c>{"$setIfMissing":x}</c>. What can not be
/// held is left out and noted. Other fields are left alone. Apart from the readers of
/// documents for the reason that <see cref="JsonFields"/> gives.
/// </remarks>
public static class NativeSignalReader
{
    /// <summary>The most bytes one signal may have: 32 KB.</summary>
    public const int MaximumBytes = 32 * 1024;

    /// <summary>Reads one signal; never throws on input.</summary>
    /// <param name="utf8Line">One JSON object as UTF-8, without the line break.</param>
    public static NativeSignalReading Read(ReadOnlyMemory<byte> utf8Line) => Read(utf8Line, BlockedIds.Default, IdentityKinds.Standard);

    /// <summary>Reads one signal; never throws on input.</summary>
    /// <param name="utf8Line">One JSON object as UTF-8, without the line break.</param>
    /// <param name="blocked">Texts that stand for nobody.</param>
    /// <param name="kinds">The kinds of identities that are known.</param>
    public static NativeSignalReading Read(ReadOnlyMemory<byte> utf8Line, BlockedIds blocked, IdentityKinds kinds)
    {
        ArgumentNullException.ThrowIfNull(blocked);
        ArgumentNullException.ThrowIfNull(kinds);
        if (utf8Line.Length > MaximumBytes)
        {
            return Refuse("event_too_large", string.Empty, $"the signal has {utf8Line.Length} bytes; at most {MaximumBytes} are taken");
        }

        var isText = JsonUnicode.IsValid(utf8Line.Span);
        try
        {
            using var document = BodyJson.Parse(isText ? utf8Line : JsonUnicode.Mend(utf8Line.Span));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadObject(document.RootElement, new NativeIdentities(blocked, kinds))
                : Refuse("invalid_event", string.Empty, "a signal is a JSON object");
        }
        catch (JsonException exception)
        {
            return Refuse("invalid_json", string.Empty, $"not JSON at byte {exception.BytePositionInLine + 1}; send one JSON object per line");
        }
    }

    private static NativeSignalReading ReadObject(JsonElement root, NativeIdentities identities)
    {
        var notes = new SignalNotes();
        var fields = NativeFields.Of(root, notes);
        if (Envelope(fields, identities, notes, out var profile, out var id, out var type, out var time) is { } fault)
        {
            return new NativeSignalReading.Refused(fault);
        }

        if (!JsonFields.TryNumber(fields.Value, "value", out var value, out var valueFault))
        {
            notes.AddContent(valueFault! with { Message = valueFault!.Message + "; it was left out" });
        }

        var flattener = new JsonFlattener(notes);
        Add(fields.Attributes, "attributes");
        var attributes = FlatEntries.ToAttributes(flattener);
        flattener.Clear();
        (flattener.AreTraits, flattener.TakesOperations) = (true, true);
        Add(fields.Traits, "traits");
        var signal = new Signal
        {
            Id = id,
            Type = type,
            Time = time,
            Value = value,
            Attributes = attributes,
            Traits = FlatEntries.ToTraits(flattener),
        };
        if (identities.Kinds.HasAccounts && AccountIds.Check(signal, "attributes", identities.Blocked) is { } unfit)
        {
            return new NativeSignalReading.Refused(unfit);
        }

        var others = identities.Others(fields.Identities, notes);
        return new NativeSignalReading.Read(new Observation(profile, signal) { Others = others }) { Content = notes.Content, Notes = notes.Take() };

        void Add(JsonElement element, string field)
        {
            flattener.AddObject(element, string.Empty, field);
            flattener.NoteLeftOut();
        }
    }

    // A signal needs to say who, what and when, and needs its own id: without one of them it is refused, and nothing stands in for it.
    private static SignalFault? Envelope(
        in NativeFields fields, NativeIdentities identities, SignalNotes notes, out ProfileId profile, out string id, out string type, out Instant time)
    {
        (profile, id, type, time) = (default, string.Empty, string.Empty, default);
        if (identities.Profile(fields.Profile, out profile) is { } nobody)
        {
            return nobody;
        }

        if (!JsonFields.TryText(fields.Id, "id", out var sent, out var fault) || (string.IsNullOrWhiteSpace(sent) && !Identifier(sent, "id", out fault)) ||
            !JsonFields.TryText(fields.Type, "type", out var what, out fault) || !Identifier(what, "type", out fault) ||
            !JsonFields.TryTime(fields.Time, "time", out var when, out fault))
        {
            return fault;
        }

        (id, type, time) = (MessageId.Keep(sent!, "id", notes), ComposedText.Of(what!), when.GetValueOrDefault());
        return when is null ? MissingTime : null;
    }

    private static SignalFault Unknown(string name)
    {
        var shown = name.Length > 64 ? name[..64] + "…" : name;
        return new SignalFault("unknown_field", shown, $"a signal has no field of this name, so it was left out{NearName.Hint(shown, KnownFields)}; what else is known goes into attributes");
    }

    private static readonly string[] KnownFields = ["id", "profile", "identities", "type", "time", "value", "attributes", "traits"];
    private static readonly SignalFault MissingTime = new("missing_time", "time", "send the time at which it happened, like 2026-03-01T12:00:00Z");

    private static bool Identifier(string? text, string field, out SignalFault? fault) =>
        (fault = IdentifierText.Check(text, SignalText.MaximumIdentifierLength, field)) is null;

    private static NativeSignalReading.Refused Refuse(string reason, string field, string message) => new(new SignalFault(reason, field, message));

    private ref struct NativeFields
    {
        internal JsonElement Id;
        internal JsonElement Profile;
        internal JsonElement Identities;
        internal JsonElement Type;
        internal JsonElement Time;
        internal JsonElement Value;
        internal JsonElement Attributes;
        internal JsonElement Traits;

        internal static NativeFields Of(JsonElement root, SignalNotes notes)
        {
            var fields = default(NativeFields);
            foreach (var property in root.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "id": fields.Id = property.Value; break;
                    case "profile": fields.Profile = property.Value; break;
                    case "identities": fields.Identities = property.Value; break;
                    case "type": fields.Type = property.Value; break;
                    case "time": fields.Time = property.Value; break;
                    case "value": fields.Value = property.Value; break;
                    case "attributes": fields.Attributes = property.Value; break;
                    case "traits": fields.Traits = property.Value; break;
                    default: notes.AddContent(Unknown(property.Name)); break;
                }
            }

            return fields;
        }
    }
}
