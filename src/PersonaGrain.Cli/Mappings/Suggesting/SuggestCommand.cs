using System.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary><c>persona mapping suggest FILE</c>.</summary>
internal static class SuggestCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The table, plain or gzipped" };
        var output = new Option<string?>("--output") { Description = "Where the mapping is written; default beside the table: items.csv gives items.mapping.json", HelpName = "FILE" };
        var suggest = new Command("suggest", "Writes a mapping from a table's own columns; it never writes over a file") { file, output };
        suggest.SetAction((parsed, cancellation) => SuggestRun.RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(output), cancellation));
        return new Command("mapping", "Works on mapping files") { suggest };
    }
}
