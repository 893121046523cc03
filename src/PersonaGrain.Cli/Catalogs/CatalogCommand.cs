using System.CommandLine;
using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Catalogs.Cases;
using PersonaGrain.Cli.Catalogs.History;
using PersonaGrain.Cli.Catalogs.Parts;
using PersonaGrain.Cli.Catalogs.Previews;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Catalogs;

/// <summary><c>persona catalog validate FILE</c>, <c>persona catalog diff OLD NEW</c>, <c>persona catalog preview FILE</c>, <c>persona catalog history</c>, <c>persona catalog rollback VERSION</c>, <c>persona catalog test FILE CASES</c>, <c>persona catalog schema</c>, <c>persona catalog part NAME</c>.</summary>
internal static class CatalogCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The catalog, JSON with comments and trailing commas" };
        var json = SharedOptions.Json();
        var validate = new Command("validate", "Names every fault of a catalog at once") { file, json };
        validate.SetAction((parsed, cancellation) =>
            CatalogValidation.RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(json), cancellation));
        return new Command("catalog", "Works on catalog files, and on the catalogs that came in force")
        {
            validate, Diff(console), PreviewCommand.Create(console), HistoryCommands.History(console), HistoryCommands.Rollback(console), Test(console), Schema(console), PartCommand.Create(console),
        };
    }

    private static Command Diff(PersonaConsole console)
    {
        var before = new Argument<string>("OLD") { Description = "The catalog as it is: a file, or a version that was in force" };
        var after = new Argument<string>("NEW") { Description = "The catalog as it is to be: a file, or a version that was in force" };
        var json = SharedOptions.Json();
        var diff = new Command("diff", "Says what two catalogs differ in, and names the definitions that use what is gone or changed") { before, after, json };
        var choice = new GridChoice(diff, "With versions and --url: a read key to show");
        diff.SetAction((parsed, cancellation) =>
        {
            var (old, now, isJson) = (parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parsed.GetValue(json));
            return Version(old) is { } from && Version(now) is { } to
                ? HistoryCommands.DiffAsync(console, parsed, choice, from, to, isJson, cancellation)
                : CatalogDiff.RunAsync(console, old, now, isJson, cancellation);
        });
        return diff;
    }

    /// <summary>The version that a text names; null where it is none, or there is a file of the name.</summary>
    private static int? Version(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 && !File.Exists(text) ? version : null;

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
