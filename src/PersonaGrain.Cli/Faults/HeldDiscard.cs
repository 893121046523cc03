using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Faults;

/// <summary>Gives signals up that are set aside.</summary>
internal static class HeldDiscard
{
    /// <summary>Runs, and hands back the exit code.</summary>
    /// <param name="console">Where it writes.</param>
    /// <param name="signals">What is set aside.</param>
    /// <param name="position">The one to give up, or null for what the filter says.</param>
    /// <param name="filter">Which to give up.</param>
    /// <param name="json">As JSON.</param>
    /// <param name="cancellation">Ends it between two parts.</param>
    public static async Task<int> RunAsync(
        PersonaConsole console, IHeldSignals signals, long? position, QuarantineFilter filter, bool json, CancellationToken cancellation)
    {
        var (discarded, rest) = (0L, filter);
        var failed = await HeldParts.RunAsync(
            after => position is { } one ? signals.DiscardOneAsync(one, cancellation) : signals.DiscardAsync(rest, after, cancellation),
            part => (discarded, rest) = (discarded + part.GetProperty("discarded").GetInt64(), rest with { Through = Through(part) ?? rest.Through }));
        if (failed != 0)
        {
            console.Notice($"{Told(discarded)}; run the same again for the rest");
            return failed;
        }

        if (position is not null && discarded == 0)
        {
            return console.Fail(ExitCode.NotFound, $"nothing is set aside at {position}", "persona faults list shows what is set aside");
        }

        console.Answer(json ? JsonSerializer.Serialize(new { discarded }) : $"{Told(discarded)}, and never count");
        return (int)ExitCode.Done;
    }

    private static string Told(long discarded) => $"{discarded:N0} {(discarded == 1 ? "signal is" : "signals are")} set aside no more";

    // Told by the first part: what comes after it is not meant, however long the rest takes.
    private static long? Through(JsonElement part) => part.TryGetProperty("through", out var through) ? through.GetInt64() : null;
}
