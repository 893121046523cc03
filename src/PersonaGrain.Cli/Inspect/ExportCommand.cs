using System.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona export SEGMENT [--format csv|json] [--output FILE]</c>: a segment's members.</summary>
internal static class ExportCommand
{
    public static Command Create(PersonaConsole console)
    {
        var segment = new Argument<string>("SEGMENT") { Description = "The segment's name" };
        var format = new Option<string>("--format") { Description = "csv, or json: one object a line (default; --json says the same)" };
        format.AcceptOnlyFromAmong("csv", "json");
        var output = new Option<string?>("--output") { Description = "Write to FILE instead of standard output", HelpName = "FILE" };
        return new InspectOptions().AddTo(
            new Command("export", "Writes the members of a segment, in constant memory") { segment, format, output },
            console,
            async (parsed, reader, json, cancellation) =>
            {
                var csv = parsed.GetValue(format) == "csv";
                if (csv && json)
                {
                    return console.Fail(ExitCode.Usage, "--json and --format csv do not go together");
                }

                return await ExportAsync(console, reader, parsed.GetRequiredValue(segment), csv, parsed.GetValue(output), cancellation);
            });
    }

    private static async Task<int> ExportAsync(
        PersonaConsole console, StoreReader reader, string segment, bool csv, string? path, CancellationToken cancellation)
    {
        if (!reader.HasSegment(segment))
        {
            return console.Fail(ExitCode.NotFound, $"the catalog has no segment '{segment}'{reader.Hint(segment)}", "persona segments lists them");
        }

        await using var file = path is null ? null : new StreamWriter(path);
        using MemberWriter writer = csv ? new CsvMemberWriter(file ?? console.Output) : new JsonMemberWriter(file ?? console.Output);
        var count = 0L;
        await foreach (var member in reader.MembersAsync(segment, cancellation))
        {
            writer.Write(member);
            count++;
        }

        if (path is not null)
        {
            console.Notice($"{CountText.Of(count, "member")} of {segment} as of {HumanTime.Of(reader.At)} written to {path}");
        }

        return (int)ExitCode.Done;
    }
}
