using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Commits;

/// <summary>A change beside what partitions gather: it is in the commit of the next barrier.</summary>
/// <param name="change">The change; null for none.</param>
/// <param name="catalog">What is in force behind the barrier; null where that stays.</param>
internal sealed class CommitCommand(Action<StoreConnection, CommitState>? change, CatalogInForce? catalog)
{
    private readonly TaskCompletionSource<StoreFault?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StoreFault?> Task => _source.Task;

    public Action<StoreConnection, CommitState>? Change { get; } = change;

    public CatalogInForce? Catalog { get; } = catalog;

    /// <summary>A change of people; null for none.</summary>
    public PersonCommit? Person { get; init; }

    /// <summary>The grid closes: the checkpoint is stored at once.</summary>
    public bool IsLast { get; init; }

    public void Complete(StoreFault? fault) => _source.TrySetResult(fault);
}
