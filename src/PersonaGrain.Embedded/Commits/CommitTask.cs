using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>A waiter that is a task: null when durable, else why nothing of it counts.</summary>
internal sealed class CommitTask : ICommitWaiter
{
    private readonly TaskCompletionSource<StoreFault?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StoreFault?> Task => _source.Task;

    public void Committed() => _source.TrySetResult(null);

    public void Failed(StoreFault fault) => _source.TrySetResult(fault);
}
