using System.Text.Json;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>What became of a catalog.</summary>
/// <param name="Status"><c>applied</c>, <c>unchanged</c> or <c>dry_run</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Breaks">The definitions that it reaches.</param>
public sealed record CatalogAnswer(string Status, string Name, int Version, IReadOnlyList<CatalogBreak> Breaks)
{
    /// <summary>What it says otherwise than the one before; null where that is not told.</summary>
    public IReadOnlyList<CatalogDifference>? Differences { get; init; }

    /// <summary><c>{"status","name","version","differences":[…]?,"breaks":[…]?}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, CatalogAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(answer);
        writer.WriteStartObject();
        writer.WriteString("status"u8, answer.Status);
        writer.WriteString("name"u8, answer.Name);
        writer.WriteNumber("version"u8, answer.Version);
        if (answer.Differences is { } differences)
        {
            HistoryJson.WriteDifferences(writer, differences);
        }

        BreakJson.Write(writer, answer.Breaks);
        writer.WriteEndObject();
    }
}
