using System.CommandLine;
using System.Text.Json;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Gateway.Json;

namespace PersonaGrain.Cli.Forecasts;

/// <summary><c>persona segments forecast NAME</c>: how often a segment will be entered and left within 30 days.</summary>
internal static class ForecastCommand
{
    public static Command Create(PersonaConsole console)
    {
        var segment = new Argument<string>("NAME") { Description = "The segment's name" };
        var by = new Option<string>("--by") { Description = "How long a step is: hour or day", DefaultValueFactory = static _ => "day" };
        by.AcceptOnlyFromAmong([.. SegmentForecastJson.Steps]);
        var json = SharedOptions.Json();
        var command = new Command("forecast", "Tells who will enter and leave a segment within 30 days by time alone, and what is to be expected if people go on to arrive") { segment, by, json };
        var choice = new GridChoice(command, "With --url: a read key to show");
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!choice.TryOpen<IForecasts>(
                parsed, console, store => new StoredForecasts(console, store), grid => new ServedForecasts(grid), out var asked, out var refused))
            {
                return refused;
            }

            using var _ = asked;
            var answer = await asked.ForecastAsync(parsed.GetRequiredValue(segment), parsed.GetRequiredValue(by), cancellation);
            if (answer.Json is not { } forecast)
            {
                return answer.ExitCode;
            }

            Tell(console, forecast, parsed.GetValue(json));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void Tell(PersonaConsole console, JsonElement forecast, bool json)
    {
        if (json)
        {
            using var answers = new JsonAnswers(console.Output);
            answers.Write(forecast, static (writer, answer) => answer.WriteTo(writer));
        }
        else
        {
            ForecastTable.Write(console, forecast);
        }
    }
}
