using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>What joining and parting people asks of an engine. Everything else of it is decided in <see cref="PersonOperations"/>, from what is stored.</summary>
/// <remarks>
/// Reads see every append that was answered before. What actors have in memory is not asked: an append is kept only where their journals end where they were read.
/// </remarks>
public interface IPersonHost : IActorStorage
{
    /// <summary>The grid's time.</summary>
    Instant Now { get; }

    /// <summary>What is in force; at least as new as a version of the catalog that an actor has come to.</summary>
    ValueTask<CatalogInForce> CatalogAsync(int atLeast, CancellationToken cancellation);

    /// <summary>
    /// Appends to several actors in one commit, all or nothing, each an actor of its own; durable before the answer. From then on every read and every signal of
    /// these actors sees it, wherever they are in memory.
    /// </summary>
    /// <returns><see cref="AppendResult.Conflict"/> where one of the journals does not end right before the first entry: nothing was written, and it is worth reading again.</returns>
    ValueTask<AppendResult> AppendAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation);
}
