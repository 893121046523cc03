using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Samples;

/// <summary>Asks about the sample shop, and tells what was answered.</summary>
internal static class SampleAnswers
{
    private const string Path = "v1/sample";

    /// <summary>Asks, tells, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, ServedGrid grid, HttpMethod method, string rest, bool json, CancellationToken cancellation)
    {
        var answer = await SendAsync(grid, method, rest, cancellation);
        if (answer.Json is { } state)
        {
            console.Answer(json ? state.GetRawText() : Words(state));
        }

        return answer.ExitCode;
    }

    /// <summary>Asks.</summary>
    public static Task<GridAnswer> SendAsync(ServedGrid grid, HttpMethod method, string rest, CancellationToken cancellation) => grid.SendAsync(method, Path + rest, null, cancellation);

    /// <summary>How far it is, in words.</summary>
    public static string Words(JsonElement state)
    {
        var progress = Progress(state);
        var fault = state.GetProperty("fault").GetString() is { } told ? $"; it ended early: {told}" : string.Empty;
        return Phase(state) switch
        {
            "none" => "the sample shop is not loaded",
            "loads" => $"the sample shop is being loaded: {progress}",
            "lives" => $"the sample shop lives: {progress}, in the workspace {state.GetProperty("workspace").GetString()}",
            _ => $"the sample shop stands still: {progress}, in the workspace {state.GetProperty("workspace").GetString()}{fault}",
        };
    }

    /// <summary>How far it is, in numbers.</summary>
    public static string Progress(JsonElement state) => People(state) is { } people
        ? $"{people:N0} of {state.GetProperty("of").GetInt32():N0} people, {state.GetProperty("signals").GetInt64():N0} signals"
        : "how far is not known, since an older version loaded it";

    /// <summary>How much of it is loaded, 0 to 1.</summary>
    public static double Part(JsonElement state) => (double)(People(state) ?? 0) / state.GetProperty("of").GetInt32();

    /// <summary>What goes on: <c>none</c>, <c>loads</c>, <c>lives</c> or <c>stands</c>.</summary>
    public static string Phase(JsonElement state) => state.GetProperty("phase").GetString()!;

    private static int? People(JsonElement state) => state.GetProperty("people") is { ValueKind: JsonValueKind.Number } people ? people.GetInt32() : null;
}
