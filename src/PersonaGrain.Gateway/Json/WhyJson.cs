using System.Text.Json;
using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Profiles;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes why a profile is in a segment, or is not: <c>{"id","segment","in","since","version","cause":{}|null,"until","why","condition":{"condition","holds",
/// "found"?,"until","decides","takes"?,"parts"?:[]},"asOf","catalogVersion"}</c>.
/// </summary>
public static class WhyJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, SegmentExplanation answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(answer);
        writer.WriteStartObject();
        writer.WriteString("id"u8, answer.Id.Value);
        writer.WriteString("segment"u8, answer.Segment);
        writer.WriteBoolean("in"u8, answer.IsIn);
        InstantJson.Write(writer, "since"u8, answer.Since);
        writer.WriteNumber("version"u8, answer.Version);
        EventJson.WriteCause(writer, answer.Cause);
        InstantJson.Write(writer, "until"u8, answer.Until);
        writer.WriteString("why"u8, answer.Why.ToSentence());
        writer.WritePropertyName("condition"u8);
        Write(writer, answer.Why);
        InstantJson.Write(writer, "asOf"u8, answer.AsOf);
        writer.WriteNumber("catalogVersion"u8, answer.CatalogVersion);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ConditionFinding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("condition"u8, finding.Condition);
        writer.WriteBoolean("holds"u8, finding.Holds);
        if (finding.Found is not null)
        {
            writer.WriteString("found"u8, finding.Found);
        }

        InstantJson.Write(writer, "until"u8, finding.Until);
        writer.WriteBoolean("decides"u8, finding.Decides);
        if (finding.Takes is not null)
        {
            writer.WriteString("takes"u8, finding.Takes);
        }

        if (finding.Parts.Count > 0)
        {
            writer.WriteStartArray("parts"u8);
            foreach (var part in finding.Parts)
            {
                Write(writer, part);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
