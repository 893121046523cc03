using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Inspect.Exports;
using PersonaGrain.Cli.Reports.Html;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Reports;

/// <summary><c>persona report</c>: what is special about segments, as Markdown or as one HTML file.</summary>
internal static class ReportCommand
{
    public static Command Create(PersonaConsole console)
    {
        var segment = new Option<string?>("--segment") { Description = "Only this segment", HelpName = "NAME" };
        var format = new Option<string>("--format")
        {
            Description = "markdown, or html: one file with plots that needs nothing else",
            DefaultValueFactory = static _ => "markdown",
        };
        format.AcceptOnlyFromAmong("markdown", "html");
        var output = new Option<string?>("--output") { Description = "The file to write; default: standard output", HelpName = "FILE" };
        var command = new Command("report", "Tells what is special about segments: index of what people have, means of scores, overlaps, flow") { segment, format, output };
        var choice = new GridChoice(command, "With --url: a read key to show");
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!choice.TryOpen<ISegmentReports>(
                parsed, console, store => new StoredReports(console, store), grid => new ServedReports(grid), out var asked, out var refused))
            {
                return refused;
            }

            using var _ = asked;
            var (reports, exit) = await ReadAsync(console, asked, parsed.GetValue(segment), cancellation);
            return reports is null ? exit : await ExportFile.WriteAsync(console, parsed.GetValue(output), writer =>
            {
                Action<TextWriter, IReadOnlyList<SegmentReport>> write = parsed.GetValue(format) == "html" ? HtmlReport.Write : MarkdownReport.Write;
                write(writer, reports);
                return Task.FromResult((int)ExitCode.Done);
            });
        });
        return command;
    }

    private static async Task<(IReadOnlyList<SegmentReport>? Reports, int ExitCode)> ReadAsync(
        PersonaConsole console, ISegmentReports asked, string? segment, CancellationToken cancellation)
    {
        var (names, exit) = await asked.NamesAsync(cancellation);
        if (names is null)
        {
            return (null, exit);
        }

        if (names.Count == 0 || (segment is not null && !names.Contains(segment)))
        {
            return (null, console.Fail(ExitCode.NotFound, segment is null
                ? "the catalog has no segment"
                : $"the catalog has no segment of the name '{segment}'{NearName.Hint(segment, names)}"));
        }

        return await SegmentReading.ReadAsync(console, asked, segment is null ? names : [segment], cancellation);
    }
}
