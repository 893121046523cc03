using System.Globalization;
using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Overlaps;

/// <summary>Shows how segments overlap: a row and a column for each, columns by the number of their row.</summary>
internal static class OverlapTable
{
    /// <summary>Of a hundred members of the row, how many are in the column's segment too.</summary>
    public const string Share = "share";

    /// <summary>What can be shown.</summary>
    public static readonly IReadOnlyList<string> Shown = [Share, "both", "jaccard", "lift"];

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="matrix">The answer.</param>
    /// <param name="show">One of <see cref="Shown"/>.</param>
    public static void Write(PersonaConsole console, JsonElement matrix, string show)
    {
        JsonElement[] rows = [.. matrix.GetProperty("rows").EnumerateArray()];
        console.Answer(
            $"{matrix.GetProperty("people").GetInt64():N0} {matrix.GetProperty("of").GetString()}, as of {HumanTime.Of(Instant.From(matrix.GetProperty("at").GetDateTimeOffset()))}; {Words(show)}:");
        var table = ConsoleTables.Create(["#", "segment", "#members", .. Enumerable.Range(1, rows.Length).Select(static number => $"#{number}")]);
        for (var row = 0; row < rows.Length; row++)
        {
            table.AddTexts(
            [
                (row + 1).ToString(CultureInfo.InvariantCulture), rows[row].GetProperty("segment").GetString()!, Count(rows[row].GetProperty("size").GetInt64()),
                .. rows[row].GetProperty("cells").EnumerateArray().Select(cell => Text(cell.GetProperty(show), show)),
            ]);
        }

        console.Answers.Write(table);
        if (rows.SelectMany(static row => row.GetProperty("cells").EnumerateArray()).Any(static cell => cell.GetProperty("both").ValueKind == JsonValueKind.Null))
        {
            console.Answer("–: fewer than 30 are in both, and nothing is told of them");
        }

        if (matrix.GetProperty("isOfFormerCatalog").GetBoolean())
        {
            console.Notice($"counted under {(matrix.GetProperty("catalog") is { ValueKind: JsonValueKind.Number } version ? $"version {version.GetInt32()} of the catalog" : "a former catalog")}: a segment may mean something else in the one in force, which is counted within about a minute");
        }

        string[] others = [.. matrix.GetProperty("others").EnumerateArray().Select(static name => name.GetString()!)];
        if (others.Length > 0)
        {
            console.Notice($"left out, since they are too many or were not counted yet: {string.Join(", ", others)}");
        }
    }

    private static string Words(string show) => show switch
    {
        Share => "of a hundred members of the row, so many are in the column's segment too",
        "both" => "so many are in both",
        "jaccard" => "those in both ÷ those in either",
        _ => "those in both ÷ how many would be if the two had nothing to do with one another",
    };

    private static string Text(JsonElement number, string show) => (number.ValueKind, show) switch
    {
        (JsonValueKind.Null, _) => "–",
        (_, Share) => (100 * number.GetDouble()).ToString("0.#", CultureInfo.InvariantCulture),
        (_, "both") => Count(number.GetInt64()),
        _ => number.GetDouble().ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
