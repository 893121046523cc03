using System.CommandLine;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Catalogs.Cases;
using PersonaGrain.Cli.Catalogs.Parts;
using PersonaGrain.Cli.Catalogs.Previews;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Catalogs;

/// <summary><c>persona catalog validate FILE</c>, <c>persona catalog diff OLD NEW</c>, <c>persona catalog preview FILE</c>, <c>persona catalog test FILE CASES</c>, <c>persona catalog schema</c>, <c>persona catalog part NAME</c>.</summary>
internal static class CatalogCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The catalog, JSON with comments and trailing commas" };
        var json = SharedOptions.Json();
        var validate = new Command("validate", "Names every fault of a catalog at once") { file, json };
        validate.SetAction((parsed, cancellation) =>
            CatalogValidation.RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(json), cancellation));
        return new Command("catalog", "Works on catalog files") { validate, Diff(console), PreviewCommand.Create(console), Test(console), Schema(console), PartCommand.Create(console) };
    }

    private static Command Diff(PersonaConsole console)
    {
        var before = new Argument<string>("OLD") { Description = "The catalog as it is" };
        var after = new Argument<string>("NEW") { Description = "The catalog as it is to be" };
        var json = SharedOptions.Json();
        var diff = new Command("diff", "Names the segments, scores, triggers, measures and computed traits that use what is gone or changed") { before, after, json };
        diff.SetAction((parsed, cancellation) => CatalogDiff.RunAsync(
            console, parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parsed.GetValue(json), cancellation));
        return diff;
    }

    private static Command Schema(PersonaConsole console)
    {
        var schema = new Command("schema", "Prints the JSON Schema of catalogs, by which editors complete and check them");
        schema.SetAction(_ => console.Output.Write(CatalogSchema.Text));
        return schema;
    }

    private static Command Test(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The catalog" };
        var cases = new Argument<string>("CASES") { Description = "A file of cases, or a folder of such files *.json" };
        var json = SharedOptions.Json();
        var test = new Command("test", "Runs cases: signals in, expected segments, scores, traits and events out") { file, cases, json };
        test.SetAction((parsed, cancellation) =>
            new CatalogCases(console, parsed.GetValue(json)).RunAsync(parsed.GetRequiredValue(file), parsed.GetRequiredValue(cases), cancellation));
        return test;
    }
}
