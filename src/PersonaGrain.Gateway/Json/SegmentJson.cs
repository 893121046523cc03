using System.Text.Json;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes a segment: <c>{"id","count","entered","exited","priority","description","personality","persuasion","meanScore","flow":[{"hour","entered","exited"}]}</c>.
/// </summary>
public static class SegmentJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, SegmentView segment) => WriteAsOf(writer, (segment, null));

    /// <summary>Writes the object with the instant that it is about, where that is not now.</summary>
    internal static void WriteAsOf(Utf8JsonWriter writer, (SegmentView Segment, Instant? AsOf) answer)
    {
        var (segment, asOf) = answer;
        writer.WriteStartObject();
        writer.WriteString("id"u8, segment.Id);
        InstantJson.WriteKnown(writer, "asOf"u8, asOf);
        writer.WriteNumber("count"u8, segment.Count);
        writer.WriteNumber("entered"u8, segment.Entered);
        writer.WriteNumber("exited"u8, segment.Exited);
        writer.WriteNumber("priority"u8, segment.Priority);
        writer.WriteString("description"u8, segment.Description);
        segment.Approach.Write(writer);
        if (segment.MeanScore is { } mean)
        {
            writer.WriteNumber("meanScore"u8, mean);
        }
        else
        {
            writer.WriteNull("meanScore"u8);
        }

        WriteFlow(writer, segment);
        writer.WriteEndObject();
    }

    /// <summary>Writes the flow as a member of an object.</summary>
    internal static void WriteFlow(Utf8JsonWriter writer, SegmentView segment)
    {
        writer.WriteStartArray("flow"u8);
        foreach (var flow in segment.Flow)
        {
            writer.WriteStartObject();
            InstantJson.Write(writer, "hour"u8, flow.Hour);
            writer.WriteNumber("entered"u8, flow.Entered);
            writer.WriteNumber("exited"u8, flow.Exited);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
