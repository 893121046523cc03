using System.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary><c>persona mapping suggest FILE</c>, <c>persona mapping schema</c>.</summary>
internal static class SuggestCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The table, plain or gzipped; - is standard input" };
        var output = new Option<string?>("--output") { Description = "Where the mapping is written; default beside the table: items.csv gives items.mapping.json", HelpName = "FILE" };
        var suggest = new Command("suggest", "Writes a mapping from a table's own columns; it never writes over a file") { file, output };
        suggest.SetAction((parsed, cancellation) => SuggestRun.RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(output), cancellation));
        return new Command("mapping", "Works on mapping files") { suggest, Schema(console) };
    }

    private static Command Schema(PersonaConsole console)
    {
        var schema = new Command("schema", "Prints the JSON Schema of mappings, by which editors complete and check them");
        schema.SetAction(_ => console.Output.Write(MappingSchema.Text));
        return schema;
    }
}
