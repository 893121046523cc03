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

    /// <summary>How long it is waited for more people: a server tells those of another one every 15 s, and a minute after its last word that it went away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Loads, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, ServedGrid grid, bool json, CancellationToken cancellation)
    {
        var begun = await SampleAnswers.SendAsync(grid, HttpMethod.Post, string.Empty, cancellation);
        if (begun.Json is not { } first)
        {
            return begun.ExitCode;
        }

        JsonElement[] keys = [.. first.GetProperty("keys").EnumerateArray()];
        ShowKeys(console, keys, json);
        var answer = begun;
        await ProgressDisplay.ShowAsync(
            console,
            async () => answer = await FollowAsync(console.Time, grid, begun, told => answer = told, cancellation),
            () => answer.Json is { } state ? SampleAnswers.Part(state) : 0,
            () => answer.Json is { } state ? SampleAnswers.Progress(state) : string.Empty);
        return answer.Json is { } last ? Tell(console, last, keys, json) : answer.ExitCode;
    }

    /// <summary>At once, and not after the wait, which may be broken off: nobody can read them a second time. With JSON they stand in the answer too, which comes at the end.</summary>
    private static void ShowKeys(PersonaConsole console, JsonElement[] keys, bool json)
    {
        if (keys.Length == 0)
        {
            return;
        }

        Array.ForEach(keys, key =>
        {
            if (json)
            {
                console.Notice(WorkspaceKeys.Line(key));
            }
            else
            {
                WorkspaceKeys.Show(console, key);
            }
        });
        console.Notice(WorkspaceKeys.ShownOnce);
    }

    private static async Task<GridAnswer> FollowAsync(TimeProvider time, ServedGrid grid, GridAnswer answer, Action<GridAnswer> tell, CancellationToken cancellation)
    {
        var (progress, since) = (string.Empty, time.GetTimestamp());
        while (answer.Json is { } state && SampleAnswers.Phase(state) == "loads" && time.GetElapsedTime(since) < Patience)
        {
            if (SampleAnswers.Progress(state) is var now && now != progress)
            {
                (progress, since) = (now, time.GetTimestamp());
            }

            await Task.Delay(Look, time, cancellation);
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
