using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Hosting;

/// <summary>Whether this process has joined the cluster. Until then nothing may be asked of grains, and callers hear why.</summary>
/// <remarks>
/// Up from the start unless the host says otherwise. A process that lost every silo is told to be away, so that it is sent no requests, but those
/// that it gets are still tried: Orleans itself finds silos that come and go.
/// </remarks>
public sealed class ClusterLink
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _reason;
    private volatile string? _away;

    /// <summary>A link that is up.</summary>
    public ClusterLink() => _up.SetResult();

    /// <summary>A link that is not up yet.</summary>
    /// <param name="reason">Why not, for callers and operators.</param>
    public ClusterLink(string reason) => _reason = reason;

    /// <summary>Why the process is not part of the cluster, yet or any more; null when it is.</summary>
    public string? Reason => _reason ?? _away;

    /// <summary>Completes when the process has joined.</summary>
    public Task WhenUp => _up.Task;

    /// <summary>Tells what the process waits for now.</summary>
    public void WaitFor(string reason)
    {
        if (!_up.Task.IsCompleted)
        {
            _reason = reason;
        }
    }

    /// <summary>The process has joined.</summary>
    public void Join()
    {
        _reason = null;
        _up.TrySetResult();
    }

    /// <summary>The process had joined, and no silo answers any more.</summary>
    public void Lose(string reason) => _away = reason;

    /// <summary>A silo answers again.</summary>
    public void Recover() => _away = null;

    /// <summary>Lets calls pass once the process has joined.</summary>
    /// <exception cref="JournalUnavailableException">It has not yet.</exception>
    internal void ThrowIfAway()
    {
        if (_reason is { } reason)
        {
            throw new JournalUnavailableException(reason, Soon);
        }
    }
}
