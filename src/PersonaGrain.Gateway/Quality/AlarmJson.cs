using System.Text.Json;
using PersonaGrain.Gateway.Json;

namespace PersonaGrain.Gateway.Quality;

/// <summary>Writes alarms.</summary>
internal static class AlarmJson
{
    /// <summary><c>{"since","process","current":[…],"past":[…],"position"}</c>.</summary>
    internal static void WriteList(Utf8JsonWriter writer, (QualityPage Page, IReadOnlyList<QualityAlarm> Current, IReadOnlyList<QualityAlarm> Past, long Position) list)
    {
        writer.WriteStartObject();
        InstantJson.Write(writer, "since"u8, list.Page.Since);
        writer.WriteString("process"u8, list.Page.Process);
        WriteAll(writer, "current"u8, list.Current);
        WriteAll(writer, "past"u8, list.Past);
        writer.WriteNumber("position"u8, list.Position);
        writer.WriteEndObject();
    }

    /// <summary><c>{"kind":"raised|cleared","source","type","what","field","value","bound","since","until","detail","remedy"}</c>.</summary>
    internal static void WriteChange(Utf8JsonWriter writer, AlarmChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, Name(change));
        WriteMembers(writer, change.Alarm);
        writer.WriteEndObject();
    }

    /// <summary>The kind of a change as it is written.</summary>
    internal static string Name(AlarmChange change) => change.IsRaised ? "raised" : "cleared";

    private static void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<QualityAlarm> alarms)
    {
        writer.WriteStartArray(name);
        foreach (var alarm in alarms)
        {
            writer.WriteStartObject();
            WriteMembers(writer, alarm);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter writer, QualityAlarm alarm)
    {
        writer.WriteString("source"u8, alarm.Source);
        writer.WriteString("type"u8, alarm.Type);
        writer.WriteString("what"u8, alarm.Finding.What);
        writer.WriteString("field"u8, alarm.Finding.Field);
        writer.WriteNumber("value"u8, alarm.Finding.Value);
        writer.WriteNumber("bound"u8, Math.Round(alarm.Finding.Bound, 4));
        InstantJson.Write(writer, "since"u8, alarm.Since);
        InstantJson.Write(writer, "until"u8, alarm.Until);
        writer.WriteString("detail"u8, alarm.Finding.Detail);
        writer.WriteString("remedy"u8, alarm.Finding.Remedy);
    }
}
