using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Writes faults. Values stand as their shapes, never as what was sent.</summary>
internal static class FaultEntryJson
{
    /// <summary><c>{"faults":[{"number","at","source","type","field","reason","detail","sample","outcome"}],"next":number|null}</c>.</summary>
    internal static void WritePage(Utf8JsonWriter writer, (IReadOnlyList<FaultEntry> Entries, bool IsFull) page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("faults"u8);
        foreach (var entry in page.Entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("number"u8, entry.Number);
            InstantJson.Write(writer, "at"u8, entry.At);
            writer.WriteString("source"u8, entry.Source);
            writer.WriteString("type"u8, entry.Type);
            WriteFault(writer, entry.Fault);
            writer.WriteString("outcome"u8, Name(entry.Outcome));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteNext(writer, page.IsFull ? page.Entries[^1].Number : null);
        writer.WriteEndObject();
    }

    /// <summary>The name of an outcome.</summary>
    internal static ReadOnlySpan<byte> Name(FaultOutcome outcome) => outcome switch
    {
        FaultOutcome.Noted => "noted"u8,
        FaultOutcome.Quarantined => "quarantined"u8,
        _ => "refused"u8,
    };

    /// <summary>What is odd, without the braces.</summary>
    internal static void WriteFault(Utf8JsonWriter writer, SignalFault fault)
    {
        writer.WriteString("field"u8, fault.Field);
        writer.WriteString("reason"u8, fault.Reason);
        writer.WriteString("detail"u8, fault.Message);
        writer.WriteString("sample"u8, fault.Sample);
    }

    /// <summary>What to go on after; null at the end.</summary>
    internal static void WriteNext(Utf8JsonWriter writer, long? next)
    {
        if (next is { } position)
        {
            writer.WriteNumber("next"u8, position);
        }
        else
        {
            writer.WriteNull("next"u8);
        }
    }
}
