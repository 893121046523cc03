using System.Text.Json;
using PersonaGrain.Profiles.Times;

namespace PersonaGrain.Gateway.Json;

/// <summary>Writes traits with where they come from: <c>{"id","asOf","complete","traits":[{"name","value","signal"?,"computed"?}]}</c>.</summary>
internal static class SourcedTraitJson
{
    internal static void Write(Utf8JsonWriter writer, SourcedTraits traits)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, traits.Profile.Value);
        InstantJson.Write(writer, "asOf"u8, traits.AsOf);
        writer.WriteBoolean("complete"u8, traits.IsWhole);
        writer.WriteStartArray("traits"u8);
        foreach (var trait in traits.Traits)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, trait.Name);
            writer.WritePropertyName("value"u8);
            AttributeJson.Write(writer, trait.Value);
            if (trait is { Signal: var (entry, cursor), Identity: { } identity })
            {
                writer.WriteStartObject("signal"u8);
                writer.WriteString("id"u8, entry.Signal.Id);
                writer.WriteString("type"u8, entry.Signal.Type);
                InstantJson.Write(writer, "time"u8, entry.Signal.Time);
                InstantJson.Write(writer, "received"u8, entry.Received);
                writer.WriteString("identity"u8, identity.Value);
                writer.WriteString("cursor"u8, cursor);
                writer.WriteEndObject();
            }

            if (trait.Computed is { } computed)
            {
                writer.WriteString("computed"u8, computed);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
