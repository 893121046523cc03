using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>A change that is committed in a transaction of its own.</summary>
internal sealed class CommitCommand(Action<StoreConnection, CommitState> change)
{
    private readonly TaskCompletionSource<StoreFault?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StoreFault?> Task => _source.Task;

    public Action<StoreConnection, CommitState> Change { get; } = change;

    public void Complete(StoreFault? fault) => _source.TrySetResult(fault);
}
