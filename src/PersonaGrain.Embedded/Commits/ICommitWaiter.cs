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
