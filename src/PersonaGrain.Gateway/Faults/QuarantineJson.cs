using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Writes what was set aside. Ids stand as they are, so that a sender can find the event; values stand as their shapes.</summary>
public static class QuarantineJson
{
    /// <summary><c>{"quarantined":[{"position","received","id","profile","type","time","field","reason","detail","sample","attributes","traits"}],"next"}</c>.</summary>
    public static void WritePage(Utf8JsonWriter writer, QuarantinePage page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("quarantined"u8);
        foreach (var (position, held) in page.Entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("position"u8, position);
            InstantJson.Write(writer, "received"u8, held.Received);
            writer.WriteString("id"u8, held.Signal.Id);
            writer.WriteString("profile"u8, held.Profile.Value);
            writer.WriteString("type"u8, held.Signal.Type);
            InstantJson.Write(writer, "time"u8, held.Signal.Time);
            FaultEntryJson.WriteFault(writer, held.Fault);
            WriteShapes(writer, held.Signal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        FaultEntryJson.WriteNext(writer, page.Next);
        writer.WriteEndObject();
    }

    /// <summary><c>{"folded","duplicates","stillQuarantined","next"}</c>.</summary>
    public static void WriteReplay(Utf8JsonWriter writer, QuarantineReplay replay)
    {
        writer.WriteStartObject();
        writer.WriteNumber("folded"u8, replay.Folded);
        writer.WriteNumber("duplicates"u8, replay.Duplicates);
        writer.WriteNumber("stillQuarantined"u8, replay.StillQuarantined);
        FaultEntryJson.WriteNext(writer, replay.Next);
        writer.WriteEndObject();
    }

    /// <summary><c>{"discarded","next","through"}</c>, the last one only where there is something to go on after.</summary>
    public static void WriteDiscard(Utf8JsonWriter writer, QuarantineDiscard discard)
    {
        writer.WriteStartObject();
        writer.WriteNumber("discarded"u8, discard.Discarded);
        FaultEntryJson.WriteNext(writer, discard.Next);
        if (discard.Through is { } through)
        {
            writer.WriteNumber("through"u8, through);
        }

        writer.WriteEndObject();
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
}
