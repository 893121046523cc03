using System.Text.Json;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>Writes what became of the signals of a request.</summary>
internal static class IntakeJson
{
    /// <summary><c>{"success":true,"accepted","duplicates","rejected":[{"index","reason","field","detail"}]}</c>.</summary>
    internal static void WriteBatch(Utf8JsonWriter writer, IntakeTally tally) => Write(writer, tally, lines: false);

    /// <summary>As of a batch, with <c>line</c> (from 1) for <c>index</c> and the full count in <c>rejectedTotal</c>.</summary>
    internal static void WriteLines(Utf8JsonWriter writer, IntakeTally tally) => Write(writer, tally, lines: true);

    private static void Write(Utf8JsonWriter writer, IntakeTally tally, bool lines)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success"u8, true);
        writer.WriteNumber("accepted"u8, tally.Accepted);
        writer.WriteNumber("duplicates"u8, tally.Duplicates);
        if (lines)
        {
            writer.WriteNumber("rejectedTotal"u8, tally.Rejected);
        }

        Rejection.Write(writer, tally.Rejections, lines);
        writer.WriteEndObject();
    }
}
