using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Cli.Catalogs.History;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Catalogs;

namespace PersonaGrain.Cli.Catalogs;

/// <summary>Says what two catalogs differ in, and names what that reaches: <c>persona catalog diff OLD NEW</c>.</summary>
internal static class CatalogDiff
{
    /// <summary>Compares two files; the exit code is <see cref="ExitCode.FaultyInput"/> where one has faults, <see cref="ExitCode.Reaching"/> where the change reaches definitions that stand as they were.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, string before, string after, bool json, CancellationToken cancellation)
    {
        if (await CatalogFile.ReadAsync(console, before, cancellation) is not { Document: { } old } ||
            await CatalogFile.ReadAsync(console, after, cancellation) is not { Document: { } changed })
        {
            return (int)ExitCode.FaultyInput;
        }

        var breaks = CatalogComparison.Of(old, changed, cancellation);
        var diff = new CatalogDiffAnswer(old.Version, changed.Version, CatalogDifferences.Of(old, changed, cancellation), breaks);
        if (json)
        {
            using var answers = new JsonAnswers(console.Output);
            answers.Write(diff, HistoryJson.WriteDiff);
        }
        else
        {
            HistoryText.WriteDifferences(console, GridAnswer.Of(diff with { Breaks = [] }, HistoryJson.WriteDiff).Json!.Value);
            WriteTable(console, after, breaks);
        }

        return (int)(breaks.Any(static each => !each.IsRewritten) ? ExitCode.Reaching : ExitCode.Done);
    }

    private static void WriteTable(PersonaConsole console, string after, IReadOnlyList<CatalogBreak> breaks)
    {
        if (breaks.Count == 0)
        {
            console.Answer($"{after}: every definition that was there means what it meant");
            return;
        }

        var table = ConsoleTables.Create("definition", "uses", "what became of that", "rewritten");
        foreach (var each in breaks)
        {
            table.AddTexts(each.Path, each.Uses, each.Reason, each.IsRewritten ? "yes" : "no");
        }

        console.Answers.Write(table);
        var broken = breaks.Where(static each => !each.IsRewritten).DistinctBy(static each => each.Path).Count();
        if (broken > 0)
        {
            console.Notice($"{CountText.Of(broken, "definition")} stand as before and use what is gone or means something else");
        }
    }
}
