using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>A change that is committed in a transaction of its own.</summary>
/// <param name="change">The change.</param>
/// <param name="countAnewUnder">The version of a new catalog, under which the population is counted anew; null leaves its counts.</param>
internal sealed class CommitCommand(Action<StoreConnection, CommitState> change, int? countAnewUnder)
{
    private readonly TaskCompletionSource<StoreFault?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StoreFault?> Task => _source.Task;

    public Action<StoreConnection, CommitState> Change { get; } = change;

    public int? CountAnewUnder { get; } = countAnewUnder;

    public void Complete(StoreFault? fault) => _source.TrySetResult(fault);
}
