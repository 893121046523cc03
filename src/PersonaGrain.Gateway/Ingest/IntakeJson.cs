using System.Text.Json;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>Writes what became of the signals of a request.</summary>
internal static class IntakeJson
{
    /// <summary><c>{"success":true}</c>, and what became of the event otherwise than it was sent, where anything did.</summary>
    internal static void WriteSingle(Utf8JsonWriter writer, IntakeTally tally)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success"u8, true);
        WriteQuarantined(writer, tally);
        if (tally.Notes.Count > 0)
        {
            IntakeNote.Write(writer, tally, lines: false);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// <c>{"success":true,"accepted","duplicates","rejected":[{"index","reason","field","detail"}],"notes":[{"index","field","reason","detail"}]}</c>, with
    /// <c>quarantined</c> where it is not 0.
    /// </summary>
    internal static void WriteBatch(Utf8JsonWriter writer, IntakeTally tally) => Write(writer, tally, lines: false);

    /// <summary>As of a batch, with <c>line</c> (from 1) for <c>index</c> and the full count in <c>rejectedTotal</c>.</summary>
    internal static void WriteLines(Utf8JsonWriter writer, IntakeTally tally) => Write(writer, tally, lines: true);

    private static void Write(Utf8JsonWriter writer, IntakeTally tally, bool lines)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success"u8, true);
        writer.WriteNumber("accepted"u8, tally.Accepted);
        writer.WriteNumber("duplicates"u8, tally.Duplicates);
        WriteQuarantined(writer, tally);
        if (lines)
        {
            writer.WriteNumber("rejectedTotal"u8, tally.Rejected);
        }

        Rejection.Write(writer, tally.Rejections, lines);
        IntakeNote.Write(writer, tally, lines);
        writer.WriteEndObject();
    }

    private static void WriteQuarantined(Utf8JsonWriter writer, IntakeTally tally)
    {
        if (tally.Quarantined > 0)
        {
            writer.WriteNumber("quarantined"u8, tally.Quarantined);
        }
    }
}
