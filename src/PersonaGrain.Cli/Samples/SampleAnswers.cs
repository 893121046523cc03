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
        var (people, of, signals) = (state.GetProperty("people").GetInt32(), state.GetProperty("of").GetInt32(), state.GetProperty("signals").GetInt64());
        var fault = state.GetProperty("fault").GetString() is { } told ? $"; it ended early: {told}" : string.Empty;
        return Phase(state) switch
        {
            "none" => "the sample shop is not loaded",
            "loads" => $"the sample shop is being loaded: {people:N0} of {of:N0} people, {signals:N0} signals",
            "lives" => $"the sample shop lives: {people:N0} people, {signals:N0} signals, in the workspace {state.GetProperty("workspace").GetString()}",
            _ => $"the sample shop stands still: {people:N0} of {of:N0} people, {signals:N0} signals, in the workspace {state.GetProperty("workspace").GetString()}{fault}",
        };
    }

    /// <summary>What goes on: <c>none</c>, <c>loads</c>, <c>lives</c> or <c>stands</c>.</summary>
    public static string Phase(JsonElement state) => state.GetProperty("phase").GetString()!;
}
