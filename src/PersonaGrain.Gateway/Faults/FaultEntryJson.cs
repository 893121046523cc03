using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Writes faults and what was set aside. Values stand as their shapes, never as what was sent.</summary>
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

    /// <summary><c>{"quarantined":[{"position","received","profile","type","time","field","reason","detail","sample","attributes","traits"}],"next"}</c>.</summary>
    internal static void WriteQuarantine(Utf8JsonWriter writer, QuarantinePage page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("quarantined"u8);
        foreach (var (position, held) in page.Entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("position"u8, position);
            InstantJson.Write(writer, "received"u8, held.Received);
            writer.WriteString("profile"u8, ValueMask.Of(held.Profile.Value));
            writer.WriteString("type"u8, held.Signal.Type);
            InstantJson.Write(writer, "time"u8, held.Signal.Time);
            WriteFault(writer, held.Fault);
            WriteShapes(writer, held.Signal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteNext(writer, page.Next);
        writer.WriteEndObject();
    }

    /// <summary><c>{"folded","duplicates","stillQuarantined","next"}</c>.</summary>
    internal static void WriteReplay(Utf8JsonWriter writer, QuarantineReplay replay)
    {
        writer.WriteStartObject();
        writer.WriteNumber("folded"u8, replay.Folded);
        writer.WriteNumber("duplicates"u8, replay.Duplicates);
        writer.WriteNumber("stillQuarantined"u8, replay.StillQuarantined);
        WriteNext(writer, replay.Next);
        writer.WriteEndObject();
    }

    /// <summary>The name of an outcome.</summary>
    internal static ReadOnlySpan<byte> Name(FaultOutcome outcome) => outcome switch
    {
        FaultOutcome.Noted => "noted"u8,
        FaultOutcome.Quarantined => "quarantined"u8,
        _ => "refused"u8,
    };

    private static void WriteFault(Utf8JsonWriter writer, SignalFault fault)
    {
        writer.WriteString("field"u8, fault.Field);
        writer.WriteString("reason"u8, fault.Reason);
        writer.WriteString("detail"u8, fault.Message);
        writer.WriteString("sample"u8, fault.Sample);
    }

    private static void WriteShapes(Utf8JsonWriter writer, Signal signal)
    {
        writer.WriteStartObject("attributes"u8);
        foreach (ref readonly var attribute in signal.Attributes.Entries)
        {
            writer.WriteString(attribute.Key, ValueMask.Of(attribute.Value));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("traits"u8);
        foreach (var trait in signal.Traits.Where(static trait => !trait.Removes).DistinctBy(static trait => trait.Name))
        {
            writer.WriteString(trait.Name, ValueMask.Of(trait.Value));
        }

        writer.WriteEndObject();
    }

    private static void WriteNext(Utf8JsonWriter writer, long? next)
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
