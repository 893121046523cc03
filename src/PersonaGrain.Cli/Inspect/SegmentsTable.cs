using PersonaGrain.Cli.Consoles;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Shows segments with their sizes as bars.</summary>
internal static class SegmentsTable
{
    /// <summary>Writes the table; bars are relative to the largest segment.</summary>
    public static void Write(PersonaConsole console, IReadOnlyList<SegmentView> segments, Instant asOf)
    {
        var largest = segments.Count == 0 ? 0 : segments.Max(segment => segment.Count);
        var table = ConsoleTables.Create("segment", "#members", "", "#entered", "#exited", "#mean score", "#priority");
        foreach (var segment in segments)
        {
            table.AddTexts(
                segment.Id,
                segment.Count.ToString("N0"),
                Bars.Of(segment.Count, largest),
                segment.Entered.ToString("N0"),
                segment.Exited.ToString("N0"),
                segment.MeanScore?.ToString("N1") ?? "–",
                segment.Priority.ToString());
        }

        console.Answers.Write(table);
        console.Answer($"as of {HumanTime.Of(asOf)}");
    }
}
