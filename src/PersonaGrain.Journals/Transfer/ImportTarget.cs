using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Journals.Transfer;

/// <summary>Where actors are loaded to, and how.</summary>
internal sealed record ImportTarget(IActorJournal Journal, TimeProvider Time, ImportOptions Options, ImportProgress Progress, bool IsEmpty);

/// <summary>Waits while storage gives no answer, and gives up in the end.</summary>
internal sealed class StorageWait(TimeProvider time, TimeSpan timeout)
{
    private long? _since;

    /// <summary>Storage answered.</summary>
    internal void Answered() => _since = null;

    /// <summary>Waits until it is worth trying again.</summary>
    /// <exception cref="JournalUnavailableException">It has given no answer for too long.</exception>
    internal async Task PauseAsync(string reason, TimeSpan retryAfter, CancellationToken cancellation)
    {
        _since ??= time.GetTimestamp();
        if (time.GetElapsedTime(_since.Value) >= timeout)
        {
            throw new JournalUnavailableException(reason, retryAfter);
        }

        await Task.Delay(retryAfter, time, cancellation);
    }
}
