using System.Text.Json;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Index;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>How segments overlap, as of a generation.</summary>
/// <param name="Population">The generation.</param>
/// <param name="Matrix">The segments that are compared.</param>
/// <param name="IsOfAccounts">Whether their members are accounts.</param>
/// <param name="Others">The segments of the catalog that were left out.</param>
/// <param name="Now">The grid's time, by which the age of the count is.</param>
/// <param name="IsOfFormerCatalog">Whether the generation counted the segments of another catalog than that in force.</param>
public sealed record SegmentOverlapAnswer(PopulationModel Population, OverlapMatrix Matrix, bool IsOfAccounts, IReadOnlyList<string> Others, Instant Now, bool IsOfFormerCatalog);

/// <summary>
/// Writes how segments overlap: <c>{"generation","at","age","catalog","isOfFormerCatalog","of","people","rows":[{"segment","size","cells":[{"segment","both","share","jaccard","lift","low","high"}]}],"others":[name]}</c>.
/// </summary>
public static class SegmentOverlapJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, SegmentOverlapAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(answer);
        var matrix = answer.Matrix;
        writer.WriteStartObject();
        writer.WriteNumber("generation"u8, answer.Population.Generation);
        InstantJson.Write(writer, "at"u8, answer.Population.At);
        writer.WriteNumber("age"u8, Math.Max(0, Math.Round((answer.Now - answer.Population.At).TotalSeconds)));
        WriteNumber(writer, "catalog", CountedCatalog.VersionOf(answer.Population));
        writer.WriteBoolean("isOfFormerCatalog"u8, answer.IsOfFormerCatalog);
        writer.WriteString("of"u8, answer.IsOfAccounts ? "accounts"u8 : "people"u8);
        writer.WriteNumber("people"u8, matrix.People);
        writer.WriteStartArray("rows"u8);
        for (var row = 0; row < matrix.Segments.Count; row++)
        {
            writer.WriteStartObject();
            writer.WriteString("segment"u8, matrix.Segments[row].Name);
            writer.WriteNumber("size"u8, matrix.Segments[row].Size);
            writer.WriteStartArray("cells"u8);
            for (var column = 0; column < matrix.Segments.Count; column++)
            {
                WriteCell(writer, matrix.Segments[column].Name, matrix[row, column]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("others"u8);
        foreach (var name in answer.Others)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter writer, string segment, in SegmentOverlap overlap)
    {
        writer.WriteStartObject();
        writer.WriteString("segment"u8, segment);
        WriteNumber(writer, "both", overlap.Both);
        WriteNumber(writer, "share", overlap.Share);
        WriteNumber(writer, "jaccard", overlap.Jaccard);
        WriteNumber(writer, "lift", overlap.Lift);
        WriteNumber(writer, "low", overlap.LiftInterval?.Low);
        WriteNumber(writer, "high", overlap.LiftInterval?.High);
        writer.WriteEndObject();
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
