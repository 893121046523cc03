using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Signals;

/// <summary>
/// Reads native signals: <c>{"id","profile","type","time","value"?,"attributes"?,"traits"?}</c>, one JSON object each.
/// </summary>
/// <remarks>
/// Nested attributes are flattened to dotted names, lists of objects to one list per name. A trait is a value, null (remove
/// it), or an operation: <c>{"$increment":1}</c>, <c>{"$setIfMissing":x}</c>. Other fields are left alone. Apart from the readers of
/// documents for the reason that <see cref="JsonFields"/> gives.
/// </remarks>
public static class NativeSignalReader
{
    /// <summary>The most bytes one signal may have: 32 KB.</summary>
    public const int MaximumBytes = 32 * 1024;

    /// <summary>Reads one signal; never throws on input.</summary>
    /// <param name="utf8Line">One JSON object as UTF-8, without the line break.</param>
    public static NativeSignalReading Read(ReadOnlyMemory<byte> utf8Line)
    {
        if (utf8Line.Length > MaximumBytes)
        {
            return Refuse("event_too_large", string.Empty, $"the signal has {utf8Line.Length} bytes; at most {MaximumBytes} are taken");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8Line, JsonFields.AnyDepth);
        }
        catch (JsonException exception)
        {
            return Refuse("invalid_json", string.Empty, $"not JSON at byte {exception.BytePositionInLine}; send one JSON object per line");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Refuse("invalid_event", string.Empty, "a signal is a JSON object");
            }

            return JsonUnicode.IsValid(utf8Line.Span)
                ? ReadObject(document.RootElement)
                : Refuse("invalid_text", string.Empty, "the signal has text that is not valid Unicode (half a surrogate pair or broken UTF-8)");
        }
    }

    private static NativeSignalReading ReadObject(JsonElement root)
    {
        var fields = NativeFields.Of(root);
        if (!JsonFields.TryText(fields.Profile, "profile", out var profileText, out var fault) ||
            !ProfileId.TryParse(profileText, out var profile, out fault) ||
            !JsonFields.TryText(fields.Id, "id", out var id, out fault) ||
            !Identifier(id, "id", out fault) ||
            !JsonFields.TryText(fields.Type, "type", out var type, out fault) ||
            !Identifier(type, "type", out fault) ||
            !JsonFields.TryTime(fields.Time, "time", out var time, out fault) ||
            !JsonFields.TryNumber(fields.Value, "value", out var value, out fault))
        {
            return new NativeSignalReading.Refused(fault!);
        }

        if (time is null)
        {
            return Refuse("missing_time", "time", "send the time at which it happened, like 2026-03-01T12:00:00Z");
        }

        var flattener = new JsonFlattener(operations: true);
        fault = flattener.AddObject(fields.Attributes, string.Empty, "attributes");
        var attributes = FlatEntries.ToAttributes(flattener);
        flattener.Clear();
        fault ??= flattener.AddObject(fields.Traits, string.Empty, "traits");
        if (fault is not null)
        {
            return new NativeSignalReading.Refused(fault);
        }

        return new NativeSignalReading.Read(new Observation(profile, new Signal
        {
            Id = id!,
            Type = type!,
            Time = time.Value,
            Value = value,
            Attributes = attributes,
            Traits = FlatEntries.ToTraits(flattener),
        }));
    }

    private static bool Identifier(string? text, string field, out SignalFault? fault) =>
        (fault = IdentifierText.Check(text, SignalText.MaximumIdentifierLength, field)) is null;

    private static NativeSignalReading.Refused Refuse(string reason, string field, string message) => new(new SignalFault(reason, field, message));

    private ref struct NativeFields
    {
        internal JsonElement Id;
        internal JsonElement Profile;
        internal JsonElement Type;
        internal JsonElement Time;
        internal JsonElement Value;
        internal JsonElement Attributes;
        internal JsonElement Traits;

        internal static NativeFields Of(JsonElement root)
        {
            var fields = default(NativeFields);
            foreach (var property in root.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "id": fields.Id = property.Value; break;
                    case "profile": fields.Profile = property.Value; break;
                    case "type": fields.Type = property.Value; break;
                    case "time": fields.Time = property.Value; break;
                    case "value": fields.Value = property.Value; break;
                    case "attributes": fields.Attributes = property.Value; break;
                    case "traits": fields.Traits = property.Value; break;
                    default: break;
                }
            }

            return fields;
        }
    }
}
