using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Samples;

/// <summary><c>persona sample load|status|stop|remove</c>: the sample shop of a grid that is served.</summary>
internal static class SampleCommand
{
    public static Command Create(PersonaConsole console)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        return new("sample", "Loads a shop with 10,000 people who are made up into a workspace of its own, shows how far it is, stops and removes it")
        {
            Of(console, new Command("load", "Loads it, or lets it go on"), (grid, _, json, cancellation) => SampleLoading.RunAsync(console, grid, json, cancellation)),
            Of(console, new Command("status", "Shows how far it is"), (grid, _, json, cancellation) => SampleAnswers.RunAsync(console, grid, HttpMethod.Get, string.Empty, json, cancellation)),
            Of(console, new Command("stop", "Stops its people; what they did stays"), (grid, _, json, cancellation) => SampleAnswers.RunAsync(console, grid, HttpMethod.Post, "/stop", json, cancellation)),
            Of(console, new Command("remove", "Removes its workspace with everything in it") { yes }, (grid, parsed, json, cancellation) => SampleRemoval.RunAsync(console, grid, parsed.GetValue(yes), json, cancellation)),
        };
    }

    private static Command Of(PersonaConsole console, Command command, Func<ServedGrid, ParseResult, bool, CancellationToken, Task<int>> run)
    {
        var (data, url, json) = (SharedOptions.Data(), SharedOptions.Url(), SharedOptions.Json());
        var key = SharedOptions.Key("An admin key of main to show, where the grid has keys");
        command.Add(data);
        command.Add(url);
        command.Add(key);
        command.Add(json);
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetRequiredValue(data);
            if ((parsed.GetValue(url) ?? ServingCard.Find(folder)) is not { } address)
            {
                return console.Fail(
                    ExitCode.StoreUnavailable, $"nothing serves {folder}, and the people of the sample shop live in what serves", "start persona serve, or name the address of a grid with --url");
            }

            using var grid = new ServedGrid(console, address, parsed.GetValue(key));
            return await run(grid, parsed, parsed.GetValue(json), cancellation);
        });
        return command;
    }
}
