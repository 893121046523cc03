using System.Text.Json;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes one signal of a timeline in the form of a native signal, without the profile:
/// <c>{"id","type","time","received","identity"?,"value"?,"attributes":{},"traits":{}}</c>.
/// </summary>
public static class TimelineJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, TimelineEntry entry)
    {
        var signal = entry.Signal;
        writer.WriteStartObject();
        writer.WriteString("id"u8, signal.Id);
        writer.WriteString("type"u8, signal.Type);
        InstantJson.Write(writer, "time"u8, signal.Time);
        InstantJson.Write(writer, "received"u8, entry.Received);
        if (signal.Origin is { } origin)
        {
            writer.WriteString("identity"u8, origin.Value);
        }

        if (signal.Value is { } value)
        {
            writer.WriteNumber("value"u8, value);
        }

        writer.WriteStartObject("attributes"u8);
        foreach (ref readonly var attribute in signal.Attributes.Entries)
        {
            writer.WritePropertyName(attribute.Key);
            AttributeJson.Write(writer, attribute.Value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("traits"u8);
        foreach (var change in signal.Traits)
        {
            writer.WritePropertyName(change.Name);
            WriteChange(writer, change);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter writer, TraitChange change)
    {
        switch (change.Operation)
        {
            case TraitOperation.Set:
                AttributeJson.Write(writer, change.Value);
                return;
            case TraitOperation.Remove or TraitOperation.RemoveTree:
                writer.WriteNullValue();
                return;
            default:
                writer.WriteStartObject();
                writer.WritePropertyName(change.Operation == TraitOperation.Increment ? "$increment"u8 : "$setIfMissing"u8);
                AttributeJson.Write(writer, change.Value);
                writer.WriteEndObject();
                return;
        }
    }
}
