using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>Somebody who waits until a batch is durable. Called once, on the writer's thread or the partition's.</summary>
internal interface ICommitWaiter
{
    /// <summary>It is durable.</summary>
    void Committed();

    /// <summary>It failed: nothing of the batch counts.</summary>
    void Failed(StoreFault fault);
}

/// <summary>A waiter that is a task: true when durable, false when it failed.</summary>
internal sealed class CommitTask : ICommitWaiter
{
    private readonly TaskCompletionSource<bool> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<bool> Task => _source.Task;

    public void Committed() => _source.TrySetResult(true);

    public void Failed(StoreFault fault) => _source.TrySetResult(false);
}
