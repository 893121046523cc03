using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Journals;

/// <summary><c>persona journal export FILE</c>: the whole record of a store as a file.</summary>
internal static class JournalCommand
{
    public static Command Create(PersonaConsole console) =>
        new("journal", "Moves the whole record of a store") { Export(console) };

    private static Command Export(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; one that ends in .gz is compressed" };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new Command("export", "Writes every signal, membership change and firing of a store to a file that silo import loads into a cluster") { file, data, json };
        command.SetAction((parsed, cancellation) => ExportRun.RunAsync(
            console, parsed.GetRequiredValue(file), parsed.GetRequiredValue(data), parsed.GetValue(json), cancellation));
        return command;
    }
}
