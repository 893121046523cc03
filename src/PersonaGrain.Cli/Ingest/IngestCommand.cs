using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Ingest;

/// <summary><c>persona ingest FILE …</c>.</summary>
internal static class IngestCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Native signals as JSON lines, or with --mapping a table; either may be gzipped" };
        var mapping = new Option<string?>("--mapping") { Description = "How the lines of a table become signals", HelpName = "FILE" };
        var data = SharedOptions.Data();
        var catalog = SharedOptions.Catalog();
        var clock = new Option<string>("--clock") { Description = "What drives time: the machine's clock (the file is history: no trigger fires for what is past), or the times of the signals (the replay lives through everything; a new store keeps it)" };
        clock.AcceptOnlyFromAmong("machine", "signals");
        var until = SharedOptions.Time("--until", "With --clock signals: let time run on to TIME; lines later than it are left for a later run");
        var rejects = new Option<string?>("--rejects") { Description = "Write rejected lines with their reasons to FILE, one JSON object a line", HelpName = "FILE" };
        var json = SharedOptions.Json();
        var command = new Command("ingest", "Loads a file into a store; a second run of the same file changes nothing")
        {
            file, mapping, data, catalog, clock, until, rejects, json,
        };
        command.SetAction((parsed, cancellation) => IngestRun.RunAsync(
            console,
            new IngestRequest(
                parsed.GetRequiredValue(file),
                parsed.GetValue(mapping),
                parsed.GetRequiredValue(data),
                parsed.GetValue(catalog),
                parsed.GetValue(clock) switch { "signals" => GridClock.Signals, "machine" => GridClock.System, _ => null },
                parsed.GetValue(until),
                parsed.GetValue(rejects),
                parsed.GetValue(json)),
            cancellation));
        return command;
    }
}
