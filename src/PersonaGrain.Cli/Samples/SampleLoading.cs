using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Cli.Workspaces;

namespace PersonaGrain.Cli.Samples;

/// <summary>Loads the sample shop, and waits until it is loaded. What was begun goes on where the wait is broken off.</summary>
internal static class SampleLoading
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Loads, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, ServedGrid grid, bool json, CancellationToken cancellation)
    {
        var begun = await SampleAnswers.SendAsync(grid, HttpMethod.Post, string.Empty, cancellation);
        if (begun.Json is not { } first)
        {
            return begun.ExitCode;
        }

        JsonElement[] keys = [.. first.GetProperty("keys").EnumerateArray()];
        if (!json && keys.Length > 0)
        {
            Array.ForEach(keys, key => WorkspaceKeys.Show(console, key));
            console.Notice(WorkspaceKeys.ShownOnce);
        }

        var answer = begun;
        await ProgressDisplay.ShowAsync(
            console,
            async () => answer = await FollowAsync(grid, begun, told => answer = told, cancellation),
            () => answer.Json is { } state ? (double)state.GetProperty("people").GetInt32() / state.GetProperty("of").GetInt32() : 0,
            () => answer.Json is { } state ? $"{state.GetProperty("people").GetInt32():N0} people, {state.GetProperty("signals").GetInt64():N0} signals" : string.Empty);
        return answer.Json is { } last ? Tell(console, last, keys, json) : answer.ExitCode;
    }

    private static async Task<GridAnswer> FollowAsync(ServedGrid grid, GridAnswer answer, Action<GridAnswer> tell, CancellationToken cancellation)
    {
        while (answer.Json is { } state && SampleAnswers.Phase(state) == "loads")
        {
            await Task.Delay(Look, cancellation);
            tell(answer = await SampleAnswers.SendAsync(grid, HttpMethod.Get, string.Empty, cancellation));
        }

        return answer;
    }

    private static int Tell(PersonaConsole console, JsonElement last, JsonElement[] keys, bool json)
    {
        if (json)
        {
            var told = JsonNode.Parse(last.GetRawText())!.AsObject();
            told["keys"] = new JsonArray([.. keys.Select(static key => JsonNode.Parse(key.GetRawText()))]);
            console.Answer(told.ToJsonString());
        }
        else
        {
            console.Answer(SampleAnswers.Words(last));
        }

        if (SampleAnswers.Phase(last) != "lives")
        {
            return console.Fail(ExitCode.StoreUnavailable, "the sample shop was not loaded to its end", "persona sample load goes on where it ended; the log of the server says more");
        }

        console.Notice("its people go on for an hour at most; persona sample stop ends that sooner, and persona sample remove takes all of it away");
        return (int)ExitCode.Done;
    }
}
