using System.CommandLine;
using System.Globalization;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Bench;

/// <summary><c>persona bench [--seconds N] [--json]</c>.</summary>
internal static class BenchCommand
{
    private const int StandardSeconds = 4;

    public static Command Create(PersonaConsole console)
    {
        var seconds = new Option<int>("--seconds") { Description = "How long to ingest; reads take half of it", DefaultValueFactory = _ => StandardSeconds, HelpName = "N" };
        seconds.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, CultureInfo.InvariantCulture, out var given) || given is < 1 or > 3_600))
            {
                result.AddError($"--seconds: '{token.Value}' is not a number from 1 to 3600");
            }
        });
        var json = SharedOptions.Json();
        var command = new Command("bench", "Measures durable ingest and reads of this machine, on a store in a temporary folder") { seconds, json };
        command.SetAction((parsed, cancellation) =>
            BenchRun.RunAsync(console, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json), cancellation));
        return command;
    }
}
