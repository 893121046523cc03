using System.Text.Json;
using PersonaGrain.Gateway.Json;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>
/// The fields of one event that the tracking API knows, found in one pass; absent ones are undefined. Where a field stands twice the last one
/// counts.
/// </summary>
/// <remarks>Apart from the readers of documents for the reason that <see cref="JsonFields"/> gives.</remarks>
internal sealed class EnvelopeFields
{
    internal JsonElement Type { get; private set; }

    internal JsonElement Event { get; private set; }

    internal JsonElement UserId { get; private set; }

    internal JsonElement AnonymousId { get; private set; }

    internal JsonElement PreviousId { get; private set; }

    internal JsonElement MergeProperties { get; private set; }

    internal JsonElement GroupId { get; private set; }

    internal JsonElement MessageId { get; private set; }

    internal JsonElement Name { get; private set; }

    internal JsonElement Category { get; private set; }

    internal JsonElement Properties { get; private set; }

    internal JsonElement Traits { get; private set; }

    internal JsonElement Context { get; private set; }

    internal JsonElement Timestamp { get; private set; }

    internal JsonElement OriginalTimestamp { get; private set; }

    internal JsonElement SentAt { get; private set; }

    /// <summary>The traits inside the context, where some SDKs put those of an identify call.</summary>
    internal JsonElement ContextTraits =>
        Context.ValueKind == JsonValueKind.Object && Context.TryGetProperty("traits"u8, out var traits) ? traits : default;

    /// <summary>Finds the fields of an event whose text was checked with <see cref="JsonUnicode"/>.</summary>
    internal static EnvelopeFields Of(JsonElement item)
    {
        var fields = new EnvelopeFields();
        foreach (var property in item.EnumerateObject())
        {
            fields.Take(property.Name, property.Value);
        }

        return fields;
    }

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "type": Type = value; break;
            case "event": Event = value; break;
            case "userId": UserId = value; break;
            case "anonymousId": AnonymousId = value; break;
            case "previousId": PreviousId = value; break;
            case "mergeProperties": MergeProperties = value; break;
            case "groupId": GroupId = value; break;
            case "messageId": MessageId = value; break;
            case "name": Name = value; break;
            case "category": Category = value; break;
            case "properties": Properties = value; break;
            case "traits": Traits = value; break;
            case "context": Context = value; break;
            case "timestamp": Timestamp = value; break;
            case "originalTimestamp": OriginalTimestamp = value; break;
            case "sentAt": SentAt = value; break;
            default: break;
        }
    }
}
