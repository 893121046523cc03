using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Samples;

/// <summary>Removes the sample shop, after it was said what that is.</summary>
internal static class SampleRemoval
{
    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, ServedGrid grid, bool yes, bool json, CancellationToken cancellation)
    {
        const string What = "the workspace sample with its people, its catalog and its keys";
        if (!yes && !console.CanAsk)
        {
            return console.Fail(ExitCode.Usage, $"this takes {What} away for good, and nobody can be asked here", "give --yes to do it");
        }

        if (!yes && !console.Confirm($"Remove {What} at {grid.Address}, for good?"))
        {
            console.Notice("nothing was removed");
            return (int)ExitCode.Interrupted;
        }

        var answer = await SampleAnswers.SendAsync(grid, HttpMethod.Delete, string.Empty, cancellation);
        if (answer.Json is { } state)
        {
            console.Answer(json ? state.GetRawText() : "the sample shop is removed");
        }

        return answer.ExitCode;
    }
}
