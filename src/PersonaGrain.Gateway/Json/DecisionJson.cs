using System.Text.Json;
using PersonaGrain.Decisions;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes a decision: <c>{"ranked":[{"id","score","reasons":[{"part","points"}]}],"dropped":[{"id","score","why"}],
/// "inControlGroup","usedFallback"}</c>.
/// </summary>
public static class DecisionJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, DecisionResult.Decided decision) => WriteAsOf(writer, (decision, null));

    /// <summary>Writes the object with the instant that it is about, where that is not now.</summary>
    internal static void WriteAsOf(Utf8JsonWriter writer, (DecisionResult.Decided Decision, Instant? AsOf) answer)
    {
        var (decision, asOf) = answer;
        writer.WriteStartObject();
        InstantJson.WriteKnown(writer, "asOf"u8, asOf);
        writer.WriteStartArray("ranked"u8);
        foreach (var content in decision.Ranked)
        {
            WriteRanked(writer, content);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("dropped"u8);
        foreach (var content in decision.Dropped)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, content.Id);
            writer.WriteNumber("score"u8, content.Score);
            writer.WriteString("why"u8, content.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("inControlGroup"u8, decision.InControlGroup);
        writer.WriteBoolean("usedFallback"u8, decision.UsedFallback);
        writer.WriteEndObject();
    }

    private static void WriteRanked(Utf8JsonWriter writer, RankedContent content)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, content.Id);
        writer.WriteNumber("score"u8, content.Score);
        writer.WriteStartArray("reasons"u8);
        foreach (var reason in content.Reasons)
        {
            writer.WriteStartObject();
            writer.WriteString("part"u8, reason.Part);
            writer.WriteNumber("points"u8, reason.Points);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
