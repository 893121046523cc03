using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>What is odd about one item of a request, though it was taken or set aside.</summary>
/// <param name="Place">Its index (from 0) or its line (from 1); null for what is about the request as a whole.</param>
/// <param name="Fault">What is odd.</param>
internal readonly record struct IntakeNote(long? Place, SignalFault Fault)
{
    /// <summary>Writes <c>"notes":[{"index","field","reason","detail"}]</c>; lines are called <c>line</c>.</summary>
    internal static void Write(Utf8JsonWriter writer, IntakeTally tally, bool lines)
    {
        writer.WriteStartArray("notes"u8);
        foreach (var (place, fault) in tally.Notes)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(lines ? "line"u8 : "index"u8);
            if (place is { } number)
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteString("field"u8, fault.Field);
            writer.WriteString("reason"u8, fault.Reason);
            writer.WriteString("detail"u8, fault.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (tally.NotesOmitted > 0)
        {
            writer.WriteNumber("notesOmitted"u8, tally.NotesOmitted);
        }
    }
}
