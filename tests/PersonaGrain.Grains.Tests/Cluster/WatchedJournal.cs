using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>A journal in which the next append of one profile takes as long as the test likes; and which counts how often actors were listed.</summary>
internal sealed class WatchedJournal(IActorJournal inner) : ForwardingJournal(inner)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _held;
    private int _pages;

    /// <summary>How often a page of actors was read.</summary>
    public int Pages => Volatile.Read(ref _pages);

    /// <summary>The next append of a profile waits until it is released.</summary>
    public void Hold(string profile) => Volatile.Write(ref _held, profile);

    /// <summary>Completes when that append has come.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.SetResult();

    public override async ValueTask<AppendResult> AppendAsync(ActorAppend append, CancellationToken cancellation)
    {
        if (append.Actor.Key == Volatile.Read(ref _held))
        {
            Volatile.Write(ref _held, null);
            _reached.SetResult();
            await _released.Task;
        }

        return await base.AppendAsync(append, cancellation);
    }

    public override ValueTask<IReadOnlyList<ActorId>> ActorsAsync(int shard, ActorId? after, int limit, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _pages);
        return base.ActorsAsync(shard, after, limit, cancellation);
    }
}
