using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Catalogs;

/// <summary><c>persona catalog validate FILE [--json]</c>.</summary>
internal static class CatalogCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The catalog, JSON with comments and trailing commas" };
        var json = SharedOptions.Json();
        var validate = new Command("validate", "Names every fault of a catalog at once") { file, json };
        validate.SetAction((parsed, cancellation) =>
            CatalogValidation.RunAsync(console, parsed.GetRequiredValue(file), parsed.GetValue(json), cancellation));
        return new Command("catalog", "Works on catalog files") { validate };
    }
}
