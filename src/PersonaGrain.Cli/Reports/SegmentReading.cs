using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Reports;

/// <summary>Asks for several segments, so that they are of one generation where that can be, and leaves out what was not counted yet.</summary>
internal static class SegmentReading
{
    /// <summary>What is special about segments; null with the exit code after the fault was told.</summary>
    /// <param name="console">Where it is told what is left out.</param>
    /// <param name="asked">Who is asked.</param>
    /// <param name="names">The segments.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal static async Task<(IReadOnlyList<SegmentReport>? Reports, int ExitCode)> ReadAsync(
        PersonaConsole console, ISegmentReports asked, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var (reports, missing, exit) = await OnceAsync(asked, names, cancellation);
        if (IsMixed(reports))
        {
            // A generation came while they were asked; the next one is some time away.
            (reports, missing, exit) = await OnceAsync(asked, names, cancellation);
        }

        if (exit != 0)
        {
            return (null, exit);
        }

        if (reports.Count == 0)
        {
            return (null, console.Fail(ExitCode.NotFound, $"nobody was counted yet for {string.Join(", ", missing)}", "send signals first; a grid that is served counts everybody now and then"));
        }

        if (missing.Count > 0)
        {
            console.Notice($"left out, since they came after people were counted: {string.Join(", ", missing)}");
        }

        if (IsMixed(reports))
        {
            console.Notice("people were counted anew while segments were asked for: the report is of several generations");
        }

        return (reports, 0);
    }

    private static async Task<(List<SegmentReport> Reports, List<string> Missing, int ExitCode)> OnceAsync(
        ISegmentReports asked, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var (reports, missing) = (new List<SegmentReport>(), new List<string>());
        foreach (var name in names)
        {
            var answer = await asked.ProfileAsync(name, cancellation);
            if (answer.Json is { } json)
            {
                reports.Add(SegmentReport.Read(json));
            }
            else if (answer.ExitCode == (int)ExitCode.NotFound)
            {
                missing.Add(name);
            }
            else
            {
                return (reports, missing, answer.ExitCode);
            }
        }

        return (reports, missing, 0);
    }

    private static bool IsMixed(List<SegmentReport> reports) => reports.Select(static report => report.Generation).Distinct().Skip(1).Any();
}
