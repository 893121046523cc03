using System.Text.Json;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Writes the counts of faults into the status.</summary>
internal static class FaultCountsJson
{
    /// <summary><c>"faults":[{"source","type","field","reason","outcome","count"}],"faultsOther","unknownTypes":[{"type","count"}],"unknownTypesOther"</c>, most frequent first.</summary>
    internal static void Write(Utf8JsonWriter writer, FaultLog log)
    {
        writer.WriteStartArray("faults"u8);
        foreach (var (key, count) in log.Counts.All.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key))
        {
            writer.WriteStartObject();
            writer.WriteString("source"u8, key.Source);
            writer.WriteString("type"u8, key.Type);
            writer.WriteString("field"u8, key.Field);
            writer.WriteString("reason"u8, key.Reason);
            writer.WriteString("outcome"u8, FaultEntryJson.Name(key.Outcome));
            writer.WriteNumber("count"u8, count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("faultsOther"u8, log.Counts.Other);
        writer.WriteStartArray("unknownTypes"u8);
        foreach (var (type, count) in log.UnknownTypes.All.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WriteNumber("count"u8, count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("unknownTypesOther"u8, log.UnknownTypes.Other);
    }
}
