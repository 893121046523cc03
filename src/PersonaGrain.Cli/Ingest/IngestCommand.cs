using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Ingest;

/// <summary><c>persona ingest FILE …</c>.</summary>
internal static class IngestCommand
{
    public static Command Create(PersonaConsole console)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Native signals as JSON lines, or with --mapping a table; either may be gzipped, and - is standard input. Several are taken in one run",
            Arity = ArgumentArity.OneOrMore,
        };
        var mappings = new Option<string[]>("--mapping")
        {
            Description = "How the lines of a table become signals. One holds for all files; of several, each for the FILE in its place, 'none' where that has native signals",
            HelpName = "FILE",
        };
        var data = SharedOptions.Data();
        var catalog = SharedOptions.Catalog();
        var clock = new Option<string>("--clock") { Description = "What drives time: the machine's clock (the files are history: no trigger fires for what is past), or the times of the signals (the replay lives through everything, all files in one order of time; a new store keeps it)" };
        clock.AcceptOnlyFromAmong("machine", "signals");
        var until = SharedOptions.Time("--until", "With --clock signals: let time run on to TIME; lines later than it are left for a later run");
        var late = new Option<string>("--late") { Description = "With --clock signals, what becomes of files that begin before the store's clock: refuse (default), or ok, to take them as of that clock" };
        late.AcceptOnlyFromAmong("refuse", "ok");
        var rejects = new Option<string?>("--rejects") { Description = "Write rejected lines with their reasons to FILE, one JSON object a line", HelpName = "FILE" };
        var notes = new Option<string?>("--notes") { Description = "Write lines that were taken with a field left out, or odd, to FILE in the same way", HelpName = "FILE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show how the first lines are read, and load nothing" };
        var json = SharedOptions.Json();
        var command = new Command("ingest", "Loads files into a store; a second run of the same files changes nothing")
        {
            files, mappings, data, catalog, clock, until, late, rejects, notes, dryRun, json,
        };
        command.Validators.Add(result =>
        {
            // With any number of files an option that is none would be taken for one.
            foreach (var word in (result.GetValue(files) ?? []).Where(static word => word.StartsWith('-') && word != PipedInputs.StandardInput && !Path.Exists(word)))
            {
                result.AddError($"'{word}' is neither an option nor a file{NearName.Hint(word, command.Options.Select(static option => option.Name))}");
            }

            var (given, named) = (result.GetValue(files)?.Length ?? 0, result.GetValue(mappings)?.Length ?? 0);
            if (named > 1 && named != given)
            {
                result.AddError($"{given} files and {named} mappings do not go together: give one --mapping for all files, or one for each in their order ('none' for native signals)");
            }
        });
        command.SetAction((parsed, cancellation) => IngestRun.RunAsync(
            console,
            new IngestRequest(parsed.GetRequiredValue(files), parsed.GetValue(mappings) ?? [], parsed.GetRequiredValue(data))
            {
                Catalog = parsed.GetValue(catalog),
                Clock = parsed.GetValue(clock) switch { "signals" => GridClock.Signals, "machine" => GridClock.System, _ => null },
                Until = parsed.GetValue(until),
                TakesLate = parsed.GetValue(late) == "ok",
                Rejects = parsed.GetValue(rejects),
                Notes = parsed.GetValue(notes),
                DryRun = parsed.GetValue(dryRun),
                Json = parsed.GetValue(json),
            },
            cancellation));
        return command;
    }
}
