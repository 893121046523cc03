using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>What a turn may ask of the store that its actor is kept in.</summary>
/// <remarks>
/// A host whose store answers at once gives completed tasks, and so runs every turn to its end on its own thread. Faults of the store go
/// through the turn to its host as they are thrown; the actor is then to be thrown away.
/// </remarks>
public interface IActorStorage
{
    /// <summary>The snapshot of an actor, and what else is known of it; the default for an actor without either.</summary>
    ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation);

    /// <summary>Entries of an actor's journal after one, in order.</summary>
    IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation);

    /// <summary>Those of an actor's message ids, as fingerprints, that the index of ids is known to have. One that it has and that is not among them makes the append fail.</summary>
    ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation);
}

/// <summary>What is stored of an actor beside its journal.</summary>
/// <param name="Snapshot">Its state; empty for none.</param>
/// <param name="Sequence">The newest entry that the snapshot covers; 0 for none.</param>
/// <param name="Catalog">The version of the catalog that it has come to, as far as is known without its journal; 0 where that is not known.</param>
/// <param name="Wake">The wake-up that stands in the schedule; null where that is not known.</param>
/// <param name="Head">The newest entry of its journal, 0 for none; null where that is not known without reading it.</param>
public readonly record struct StoredActor(ReadOnlyMemory<byte> Snapshot, long Sequence, int Catalog, Instant? Wake, long? Head);
