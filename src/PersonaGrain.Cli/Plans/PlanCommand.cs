using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Plans;

/// <summary><c>persona plan learn FILE</c>.</summary>
internal static class PlanCommand
{
    public static Command Create(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Native signals or tracking calls, one JSON object a line, or with --mapping a table; plain or gzipped, and - is standard input" };
        var mapping = new Option<string?>("--mapping") { Description = "How the lines of a table become signals", HelpName = "FILE" };
        var output = new Option<string?>("--output") { Description = "Write the plan to FILE, and a table of it to standard output", HelpName = "FILE" };
        var json = SharedOptions.Json();
        var learn = new Command("learn", "Writes a catalog to start from: the signal types, attributes and traits of a file, with what was seen of each") { file, mapping, output, json };
        learn.SetAction((parsed, cancellation) => new PlanRun(console, parsed.GetRequiredValue(file), parsed.GetValue(mapping))
        {
            Output = parsed.GetValue(output),
            Json = parsed.GetValue(json),
        }.RunAsync(cancellation));
        return new Command("plan", "Works on plans of what is to be tracked") { learn };
    }
}
