using System.Text.Json;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Writes the counts of faults into the status.</summary>
internal static class FaultCountsJson
{
    /// <summary>
    /// <c>"faults":[{"source","type","field","reason","outcome","count"}],"faultsOther","unknownTypes":[{"type","count"}],"unknownTypesOther"</c>, most frequent
    /// first; with <c>atMost</c> where a count may be too low.
    /// </summary>
    internal static void Write(Utf8JsonWriter writer, FaultLog log)
    {
        writer.WriteStartArray("faults"u8);
        var faults = log.Counts.All.OrderByDescending(static each => each.Least)
            .ThenBy(static each => each.Key.Source, StringComparer.Ordinal)
            .ThenBy(static each => each.Key.Type, StringComparer.Ordinal)
            .ThenBy(static each => each.Key.Field, StringComparer.Ordinal)
            .ThenBy(static each => each.Key.Reason, StringComparer.Ordinal);
        foreach (var fault in faults)
        {
            writer.WriteStartObject();
            writer.WriteString("source"u8, fault.Key.Source);
            writer.WriteString("type"u8, fault.Key.Type);
            writer.WriteString("field"u8, fault.Key.Field);
            writer.WriteString("reason"u8, fault.Key.Reason);
            writer.WriteString("outcome"u8, FaultEntryJson.Name(fault.Key.Outcome));
            WriteCount(writer, fault);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("faultsOther"u8, log.Counts.Other);
        writer.WriteStartArray("unknownTypes"u8);
        foreach (var type in log.UnknownTypes.All.OrderByDescending(static each => each.Least).ThenBy(static each => each.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type.Key);
            WriteCount(writer, type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("unknownTypesOther"u8, log.UnknownTypes.Other);
    }

    private static void WriteCount<TKey>(Utf8JsonWriter writer, FrequentCount<TKey> count)
    {
        writer.WriteNumber("count"u8, count.Least);
        if (count.Most > count.Least)
        {
            writer.WriteNumber("atMost"u8, count.Most);
        }
    }
}
