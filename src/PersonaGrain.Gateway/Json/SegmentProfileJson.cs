using System.Text.Json;
using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Population.Index;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>What is special about a segment, as of a generation.</summary>
/// <param name="Segment">The segment as it is now.</param>
/// <param name="Population">The generation.</param>
/// <param name="Section">What it says of segments.</param>
/// <param name="Statistics">What it says of this one.</param>
/// <param name="Now">The grid's time, by which its age is.</param>
public sealed record SegmentProfileAnswer(SegmentView Segment, PopulationModel Population, SegmentsSection Section, SegmentStatistics Statistics, Instant Now)
{
    /// <summary>Whether its members, and all they are compared with, are accounts.</summary>
    public bool IsOfAccounts { get; init; }

    /// <summary>Entries that are told.</summary>
    public int Limit { get; init; } = SegmentStatistics.Most;

    /// <summary>Only entries of this kind; null for all.</summary>
    public CharacteristicKind? Kind { get; init; }
}

/// <summary>
/// Writes what is special about a segment: <c>{"id","description","personality","persuasion","generation","at","age","of","people","size","share","count","entered","exited","flow","scores","demographics",
/// "index","tested","overlaps"}</c>.
/// </summary>
public static class SegmentProfileJson
{
    /// <summary>The kinds of characteristics, as they are written.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["trait", "measure", "trigger", "score", "segment"];

    /// <summary>What is found, as it is written.</summary>
    public static readonly IReadOnlyList<string> Findings = ["too_few", "chance", "above", "below"];

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, SegmentProfileAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var (segment, statistics) = (answer.Segment, answer.Statistics);
        writer.WriteStartObject();
        writer.WriteString("id"u8, segment.Id);
        writer.WriteString("description"u8, segment.Description);
        segment.Approach.Write(writer);
        writer.WriteNumber("generation"u8, answer.Population.Generation);
        InstantJson.Write(writer, "at"u8, answer.Population.At);
        writer.WriteNumber("age"u8, Math.Max(0, Math.Round((answer.Now - answer.Population.At).TotalSeconds)));
        writer.WriteString("of"u8, answer.IsOfAccounts ? "accounts"u8 : "people"u8);
        writer.WriteNumber("people"u8, answer.Section.People);
        writer.WriteNumber("size"u8, statistics.Size);
        writer.WriteNumber("share"u8, answer.Section.People == 0 ? 0 : (double)statistics.Size / answer.Section.People);
        writer.WriteNumber("count"u8, segment.Count);
        writer.WriteNumber("entered"u8, segment.Entered);
        writer.WriteNumber("exited"u8, segment.Exited);
        SegmentJson.WriteFlow(writer, segment);
        WriteScores(writer, answer);
        WriteEntries(writer, "demographics"u8, statistics.Entries.Where(static entry => entry.IsDemographic));
        var telling = statistics.Entries.Where(entry => answer.Kind is not { } kind || entry.Characteristic.Kind == kind)
            .OrderBy(static entry => Rank(entry.Finding)).ThenByDescending(static entry => entry.Weight).Take(answer.Limit);
        WriteEntries(writer, "index"u8, telling);
        writer.WriteNumber("tested"u8, statistics.Tested);
        WriteOverlaps(writer, answer);
        writer.WriteEndObject();
    }

    private static int Rank(IndexFinding finding) => finding switch
    {
        IndexFinding.Above or IndexFinding.Below => 0,
        IndexFinding.NotTold => 1,
        _ => 2,
    };

    private static void WriteScores(Utf8JsonWriter writer, SegmentProfileAnswer answer)
    {
        writer.WriteStartArray("scores"u8);
        foreach (var (score, all) in answer.Statistics.Scores.Zip(answer.Section.Scores))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, score.Name);
            WriteNumber(writer, "mean", score.People == 0 ? null : score.Mean);
            WriteNumber(writer, "low", score.Mean - score.Margin);
            WriteNumber(writer, "high", score.Mean + score.Margin);
            writer.WriteNumber("meanInAll"u8, all.People == 0 ? 0 : all.Mean);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEntries(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<IndexEntry> entries)
    {
        writer.WriteStartArray(name);
        foreach (var entry in entries)
        {
            WriteEntry(writer, entry);
        }

        writer.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter writer, IndexEntry entry)
    {
        var (characteristic, ratio) = (entry.Characteristic, entry.Index);
        writer.WriteStartObject();
        writer.WriteString("kind"u8, Kinds[(int)characteristic.Kind - 1]);
        writer.WriteString("name"u8, characteristic.Name);
        writer.WriteString("value"u8, characteristic.Kind == CharacteristicKind.Segment ? null : characteristic.Value);
        if (characteristic is { From: { } from, To: { } to })
        {
            writer.WriteNumber("from"u8, from);
            writer.WriteNumber("to"u8, to);
        }

        WriteNumber(writer, "n", entry.IsCountTold ? entry.InSegment : null);
        WriteNumber(writer, "share", entry.IsCountTold ? entry.Share : null);
        writer.WriteNumber("nInAll"u8, entry.InAll);
        writer.WriteNumber("shareInAll"u8, entry.ShareInAll);
        writer.WriteString("finding"u8, Findings[(int)entry.Finding]);
        WriteNumber(writer, "index", ratio?.Index);
        WriteNumber(writer, "low", ratio?.Low);
        WriteNumber(writer, "high", ratio?.High);
        WriteNumber(writer, "p", ratio is null ? null : entry.P);
        WriteNumber(writer, "q", ratio is null ? null : entry.Q);
        writer.WriteEndObject();
    }

    private static void WriteOverlaps(Utf8JsonWriter writer, SegmentProfileAnswer answer)
    {
        writer.WriteStartArray("overlaps"u8);
        foreach (var (other, both) in answer.Section.OverlapsOf(answer.Statistics.Name).OrderByDescending(static one => one.Both))
        {
            writer.WriteStartObject();
            writer.WriteString("segment"u8, other.Name);
            WriteNumber(writer, "both", both);
            WriteNumber(writer, "share", (double?)both / answer.Statistics.Size);
            WriteNumber(writer, "shareOfOther", (double?)both / other.Size);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? number)
    {
        if (number is { } there)
        {
            writer.WriteNumber(name, there);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
