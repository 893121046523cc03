using System.Text.Json;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>Writes how good signals are.</summary>
internal static class QualityJson
{
    /// <summary><c>{"since","process","now","score","parts","sources":[…],"types":[…],"alarms","next"}</c>.</summary>
    internal static void Write(Utf8JsonWriter writer, QualityPage page)
    {
        writer.WriteStartObject();
        InstantJson.Write(writer, "since"u8, page.Since);
        writer.WriteString("process"u8, page.Process);
        InstantJson.Write(writer, "now"u8, page.Now);
        WriteScore(writer, QualityScore.Of(page.All));
        writer.WriteStartArray("sources"u8);
        foreach (var source in page.All.GroupBy(static view => view.Of.Source, StringComparer.Ordinal).OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("source"u8, source.Key);
            writer.WriteNumber("signals"u8, source.Sum(static view => view.Counts.All));
            WriteScore(writer, QualityScore.Of([.. source]));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("types"u8);
        foreach (var view in page.Shown)
        {
            WriteType(writer, view);
        }

        writer.WriteEndArray();
        writer.WriteNumber("alarms"u8, page.Alarms);
        FaultEntryJson.WriteNext(writer, page.Shown.Count == page.Limit ? page.Shown[^1].Of.Number : null);
        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, QualityView view)
    {
        var counts = view.Counts;
        writer.WriteStartObject();
        writer.WriteString("source"u8, view.Of.Source);
        writer.WriteString("type"u8, view.Of.Type);
        InstantJson.Write(writer, "since"u8, view.Of.Since);
        writer.WriteNumber("signals"u8, counts.All);
        writer.WriteNumber("accepted"u8, counts.Accepted);
        writer.WriteNumber("duplicates"u8, counts.Duplicates);
        writer.WriteNumber("refused"u8, counts.Refused);
        writer.WriteNumber("quarantined"u8, counts.Quarantined);
        writer.WriteNumber("noted"u8, counts.Noted);
        writer.WriteNumber("clockFaults"u8, counts.ClockFaults);
        WriteRules(writer, view.Of);
        WriteCompleteness(writer, view);
        WriteTimeliness(writer, view);
        WriteVolume(writer, view.Volume);
        WriteScore(writer, QualityScore.Of(view));
        writer.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter writer, QualityPart[] parts)
    {
        WriteNumber(writer, "score"u8, QualityScore.Total(parts), 1);
        writer.WriteStartArray("parts"u8);
        foreach (var part in parts.Where(static part => part.Value is not null))
        {
            writer.WriteStartObject();
            writer.WriteString("part"u8, part.Name);
            WriteNumber(writer, "value"u8, part.Value, 4);
            writer.WriteNumber("weight"u8, part.Weight);
            writer.WriteString("means"u8, part.Means);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRules(Utf8JsonWriter writer, SignalQuality of)
    {
        writer.WriteStartArray("rules"u8);
        foreach (var ((reason, outcome), count) in of.Rules.OrderByDescending(static rule => rule.Value).ThenBy(static rule => rule.Key.Reason, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("reason"u8, reason);
            writer.WriteString("outcome"u8, FaultEntryJson.Name(outcome));
            writer.WriteNumber("count"u8, count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCompleteness(Utf8JsonWriter writer, QualityView view)
    {
        writer.WriteStartArray("completeness"u8);
        foreach (var attribute in view.Completeness())
        {
            writer.WriteStartObject();
            writer.WriteString("attribute"u8, attribute.Name);
            WriteNumber(writer, "share"u8, attribute.Share, 4);
            writer.WriteNumber("missing"u8, attribute.Missing);
            writer.WriteNumber("of"u8, attribute.Signals);
            WriteNumber(writer, "threshold"u8, attribute.Least, 4);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTimeliness(Utf8JsonWriter writer, QualityView view)
    {
        writer.WriteStartObject("timeliness"u8);
        WriteNumber(writer, "p50Seconds"u8, view.Of.LagSeconds(0.5), 3);
        WriteNumber(writer, "p99Seconds"u8, view.Of.LagSeconds(0.99), 3);
        writer.WriteNumber("relativeError"u8, LagSketch.RelativeError);
        if (view.Expected?.Late is { } late)
        {
            writer.WriteString("late"u8, DurationText.Format(late));
        }
        else
        {
            writer.WriteNull("late"u8);
        }

        writer.WriteNumber("lateSignals"u8, view.Counts.Late);
        writer.WriteEndObject();
    }

    private static void WriteVolume(Utf8JsonWriter writer, in VolumeView volume)
    {
        writer.WriteStartObject("volume"u8);
        writer.WriteNumber("thisHour"u8, volume.Count);
        WriteBand(writer, "usual"u8, volume.Usual);
        WriteNumber(writer, "lastHour"u8, volume.Last, 0);
        WriteBand(writer, "usualOfLastHour"u8, volume.LastUsual);
        InstantJson.Write(writer, "enoughAt"u8, volume.EnoughAt);
        writer.WriteEndObject();
    }

    private static void WriteBand(Utf8JsonWriter writer, ReadOnlySpan<byte> name, VolumeBand? band)
    {
        if (band is not { } usual)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        WriteNumber(writer, "least"u8, usual.Least, 1);
        WriteNumber(writer, "most"u8, usual.Most, 1);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number, int digits)
    {
        if (number is { } found)
        {
            writer.WriteNumber(name, Math.Round(found, digits));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
