using Microsoft.Extensions.Logging;

namespace PersonaGrain.Gateway.Auditing;

/// <summary>Makes changes of which the audit trail has an entry. A change goes on when nobody waits for it any more, as the engine does, and its entry follows it all the same.</summary>
internal sealed partial class AuditedChanges(GatewayOptions options, ILogger<AuditedChanges> log)
{
    /// <summary>Begins a change and waits for it, then for its entry.</summary>
    /// <param name="change">Makes it. No token reaches it: who hangs up ends the wait alone.</param>
    /// <param name="keep">Keeps who made it, by <see cref="AuditLog"/>, which has a time-out of its own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TimeoutException">It was not made within <see cref="GatewayOptions.GridTimeout"/>; it may be yet, and is kept then.</exception>
    internal async Task<T> MakeAsync<T>(Func<Task<T>> change, Func<T, Task> keep, CancellationToken cancellation)
    {
        var made = change();
        var kept = KeepAsync(made, keep);
        try
        {
            await made.WaitAsync(options.GridTimeout, cancellation);
            await kept.WaitAsync(cancellation);
            return await made;
        }
        catch (Exception) when (!made.IsCompleted || (made.IsCompletedSuccessfully && !kept.IsCompleted))
        {
            // What failed meanwhile is told to whoever waits; only what goes on is left to the log.
            _ = TellAsync(made, kept);
            throw;
        }
    }

    /// <summary>Begins work that keeps by itself what it did, and waits for it.</summary>
    /// <param name="work">Does it.</param>
    /// <param name="longest">How long it goes on by itself before it ends.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="TimeoutException">It did not end within <paramref name="longest"/> and <see cref="GatewayOptions.GridTimeout"/>.</exception>
    internal async Task<T> WaitAsync<T>(Task<T> work, TimeSpan longest, CancellationToken cancellation)
    {
        try
        {
            return await work.WaitAsync(longest + options.GridTimeout, cancellation);
        }
        catch (Exception) when (!work.IsCompleted)
        {
            _ = TellAsync(work, work);
            throw;
        }
    }

    private static async Task KeepAsync<T>(Task<T> made, Func<T, Task> keep)
    {
        await ((Task)made).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (made.IsCompletedSuccessfully)
        {
            await keep(await made);
        }
    }

    /// <summary>Why a change failed that nobody waits for any more.</summary>
    private async Task TellAsync(Task made, Task kept)
    {
        try
        {
            await made;
            await kept;
        }
#pragma warning disable CA1031 // There is nobody left whom it could be told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(log, fault);
        }
    }

    [LoggerMessage(61, LogLevel.Warning, "A change failed after whoever asked for it had gone")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
