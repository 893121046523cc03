using System.Globalization;
using System.Text.Json;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>Writes catalogs that were in force, and what two of them differ in.</summary>
public static class HistoryJson
{
    /// <summary><c>{"catalogs":[…],"next"}</c>.</summary>
    public static void WritePage(Utf8JsonWriter writer, CatalogHistoryPage page)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(page);
        writer.WriteStartObject();
        writer.WriteStartArray("catalogs"u8);
        foreach (var entry in page.Entries)
        {
            writer.WriteStartObject();
            Write(writer, entry);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("next"u8, page.Next?.ToString(CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    /// <summary><c>{"version","at"?,"author"?,"message"?,"bytes","catalog"}</c>.</summary>
    public static void WriteRevision(Utf8JsonWriter writer, CatalogRevision revision)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(revision);
        writer.WriteStartObject();
        Write(writer, revision.Entry);
        writer.WritePropertyName("catalog"u8);
        writer.WriteRawValue(revision.Json.Span);
        writer.WriteEndObject();
    }

    /// <summary><c>{"from","to","differences":[…],"breaks":[…]?}</c>.</summary>
    public static void WriteDiff(Utf8JsonWriter writer, CatalogDiffAnswer diff)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(diff);
        writer.WriteStartObject();
        writer.WriteNumber("from"u8, diff.From);
        writer.WriteNumber("to"u8, diff.To);
        WriteDifferences(writer, diff.Differences);
        BreakJson.Write(writer, diff.Breaks);
        writer.WriteEndObject();
    }

    /// <summary><c>"differences":[{"kind","section","name","accounts","path","words","details"}]</c>.</summary>
    public static void WriteDifferences(Utf8JsonWriter writer, IReadOnlyList<CatalogDifference> differences)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(differences);
        writer.WriteStartArray("differences"u8);
        foreach (var each in differences)
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, each.Kind switch { DifferenceKind.Added => "added", DifferenceKind.Removed => "removed", _ => "changed" });
            writer.WriteString("section"u8, each.Item.Section.Property());
            writer.WriteString("name"u8, each.Item.Name);
            writer.WriteBoolean("accounts"u8, each.Item.IsOfAccounts);
            writer.WriteString("path"u8, each.Item.Path);
            writer.WriteString("words"u8, each.Words);
            writer.WriteStartArray("details"u8);
            foreach (var detail in each.Details)
            {
                writer.WriteStringValue(detail);
            }

            if (each.Untold > 0)
            {
                writer.WriteStringValue($"and {each.Untold} more");
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, CatalogEntry entry)
    {
        writer.WriteNumber("version"u8, entry.Version);
        Optional(writer, "at", entry.At?.ToString());
        Optional(writer, "author", entry.Origin.Author);
        Optional(writer, "message", entry.Origin.Message);
        writer.WriteNumber("bytes"u8, entry.Bytes);
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}

/// <summary>What two catalogs differ in.</summary>
/// <param name="From">The version of the one.</param>
/// <param name="To">The version of the other, seen as what became of it.</param>
/// <param name="Differences">What is said otherwise.</param>
/// <param name="Breaks">The definitions that this reaches.</param>
public sealed record CatalogDiffAnswer(int From, int To, IReadOnlyList<CatalogDifference> Differences, IReadOnlyList<CatalogBreak> Breaks);
