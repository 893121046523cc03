using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Catalogs.History;

/// <summary>Tells catalogs that were in force, and what they differ in, to people.</summary>
internal static class HistoryText
{
    /// <summary>A page of the history.</summary>
    public static void WritePage(PersonaConsole console, JsonElement page)
    {
        var table = ConsoleTables.Create("#version", "in force from", "by", "message");
        foreach (var entry in page.GetProperty("catalogs").EnumerateArray())
        {
            var at = Instant.TryParse(Text(entry, "at"), out var instant) ? HumanTime.Of(instant) : "–";
            table.AddTexts(entry.GetProperty("version").GetRawText(), at, Text(entry, "author") ?? "–", Text(entry, "message") ?? string.Empty);
        }

        console.Answers.Write(table);
        if (page.GetProperty("next").GetString() is { } next)
        {
            console.Notice($"there are more; go on with --below {next}");
        }
    }

    /// <summary>What is said otherwise, one line each with its details below.</summary>
    public static void WriteDifferences(PersonaConsole console, JsonElement answer)
    {
        var differences = answer.GetProperty("differences");
        if (differences.GetArrayLength() == 0)
        {
            console.Answer("both say the same");
            return;
        }

        foreach (var each in differences.EnumerateArray())
        {
            console.Answer(TerminalText.Of(each.GetProperty("words").GetString()!));
            foreach (var detail in each.GetProperty("details").EnumerateArray())
            {
                console.Answer("  " + TerminalText.Of(detail.GetString()!));
            }
        }

        var broken = answer.TryGetProperty("breaks", out var breaks) ? breaks.EnumerateArray().Count(static one => !one.GetProperty("rewritten").GetBoolean()) : 0;
        if (broken > 0)
        {
            console.Notice($"{CountText.Of(broken, "use")} of what is gone or means something else: --json names each");
        }
    }

    /// <summary>What came of going back.</summary>
    public static void WriteRollback(PersonaConsole console, JsonElement answer)
    {
        WriteDifferences(console, answer);
        console.Notice(answer.GetProperty("status").GetString() switch
        {
            "applied" => $"in force as version {answer.GetProperty("version").GetRawText()}",
            "dry_run" => $"would be version {answer.GetProperty("version").GetRawText()}; nothing was changed",
            _ => "the catalog in force says this already; nothing was changed",
        });
    }

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var found) ? found.GetString() : null;
}
