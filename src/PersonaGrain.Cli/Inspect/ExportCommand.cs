using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Inspect.Exports;
using PersonaGrain.Cli.Searches;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona export SEGMENT [--fields A,B] [--sort FIELD] [--format csv|jsonl] [--output FILE]</c>: a segment's members.</summary>
internal static class ExportCommand
{
    public static Command Create(PersonaConsole console)
    {
        var segment = new Argument<string>("SEGMENT") { Description = "The segment's name" };
        var fields = ListOptions.Fields();
        var format = new Option<string>("--format") { Description = "csv, or jsonl (or json): one object a line (default; --json says the same)" };
        format.AcceptOnlyFromAmong("csv", "jsonl", "json");
        var sort = new Option<string?>("--sort")
        {
            Description = "An indexed trait, or score.NAME, to sort by; with - before it the greatest first: --sort=-spend",
            HelpName = "FIELD",
        };
        var reasons = new Option<bool>("--reasons") { Description = "Say of each why it is a member" };
        var limit = ListOptions.Limit("At most so many members; default all");
        var output = new Option<string?>("--output") { Description = "Write to FILE instead of standard output", HelpName = "FILE" };
        var command = new Command("export", "Writes the members of a segment, with fields of your choice, in constant memory")
        {
            segment, fields, format, sort, reasons, limit, output,
        };
        return new InspectOptions().AddTo(
            command,
            console,
            async (parsed, reader, json, cancellation) =>
            {
                if (Refuse(parsed, json) is { } refused)
                {
                    return refused;
                }

                var request = Request(parsed);
                if (request.Sort is not null && !reader.IsNow)
                {
                    return console.Fail(ExitCode.Usage, "--sort and --at do not go together: the index has what is now");
                }

                if (!reader.HasSegment(request.Segment))
                {
                    var unknown = $"the catalog has no segment '{request.Segment}'{reader.Hint(request.Segment)}";
                    return console.Fail(ExitCode.NotFound, unknown, "persona segments lists them");
                }

                var export = new StoredExport(console, reader, request);
                var exit = await ExportFile.WriteAsync(console, parsed.GetValue(output), writer => export.RunAsync(writer, cancellation));
                Tell(parsed, exit, export.Count, $" as of {HumanTime.Of(reader.At)}");
                return exit;
            },
            async (parsed, grid, json, cancellation) =>
            {
                if (Refuse(parsed, json) is { } refused)
                {
                    return refused;
                }

                var export = new ServedExport(console, grid, Request(parsed));
                var exit = await ExportFile.WriteAsync(console, parsed.GetValue(output), writer => export.RunAsync(writer, cancellation));
                Tell(parsed, exit, export.Count, string.Empty);
                return exit;
            });

        int? Refuse(ParseResult parsed, bool json) =>
            json && parsed.GetValue(format) == "csv" ? console.Fail(ExitCode.Usage, "--json and --format csv do not go together") : null;

        ExportRequest Request(ParseResult parsed) => new(
            parsed.GetRequiredValue(segment),
            parsed.GetValue(format) == "csv",
            parsed.GetValue(fields) ?? [],
            parsed.GetValue(sort),
            parsed.GetValue(reasons),
            parsed.GetValue(limit));

        void Tell(ParseResult parsed, int exit, long count, string when)
        {
            if (exit == (int)ExitCode.Done && parsed.GetValue(output) is { } path)
            {
                console.Notice($"{CountText.Of(count, "member")} of {parsed.GetRequiredValue(segment)}{when} written to {path}");
            }
        }
    }
}
