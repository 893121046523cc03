using PersonaGrain.Postgres.Setup;
using PersonaGrain.Silo.Resilience;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Commands;

/// <summary><c>silo setup [--config FILE] [--wait SECONDS]</c>: brings the database to the form that this program needs.</summary>
internal static class SetupCommand
{
    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(string? file, TimeSpan wait, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var reading = SettingsReading.Read(file, null, null);
        var connection = reading.Settings.Database.ConnectionString;
        if (reading.Faults.Count > 0 || connection.Length == 0)
        {
            foreach (var fault in reading.Faults.DefaultIfEmpty(SiloSettingsValidator.NoDatabase))
            {
                await error.WriteLineAsync("error: " + fault);
            }

            return (int)ExitCode.FaultyInput;
        }

        SetupResult? result = null;
        string? told = null;
        await RetryPolicies.UntilReady(wait, TimeProvider.System).ExecuteAsync(
            async token =>
            {
                result = await PostgresSetup.ApplyAsync(connection, token);

                // A step that failed fails again; a database that was not reached may come.
                var reason = (result as SetupResult.Failed) is { Step: null } failed ? failed.Reason : null;
                if (reason is not null && reason != told && wait > TimeSpan.Zero)
                {
                    told = reason;
                    await error.WriteLineAsync($"waiting for up to {wait.TotalSeconds} s: {reason}");
                }

                return reason;
            },
            cancellation);
        return await TellAsync(result!, output, error);
    }

    private static async Task<int> TellAsync(SetupResult result, TextWriter output, TextWriter error)
    {
        switch (result)
        {
            case SetupResult.Ready { Steps.Count: 0 } ready:
                await output.WriteLineAsync($"the database is at version {ready.To}; nothing was missing");
                return (int)ExitCode.Done;
            case SetupResult.Ready ready:
                await output.WriteLineAsync($"the database went from version {ready.From} to {ready.To}: {string.Join(", ", ready.Steps)}");
                return (int)ExitCode.Done;
            case SetupResult.Newer newer:
                await output.WriteLineAsync($"the database is at version {newer.Found}, newer than this program's {newer.Known}; nothing was changed");
                return (int)ExitCode.Done;
            case SetupResult.Failed failed:
                await error.WriteLineAsync($"error: {(failed.Step is { } step ? $"step {step} failed and left nothing behind" : "the database can not be set up")}: {failed.Reason}");
                return (int)ExitCode.StoreUnavailable;
            default:
                throw new InvalidOperationException($"a set-up ends in another way: {result}");
        }
    }
}
