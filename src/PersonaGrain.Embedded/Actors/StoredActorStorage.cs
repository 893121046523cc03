using PersonaGrain.Embedded.Journal;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>The store as a turn sees it of which nothing is written. Answers at once.</summary>
internal sealed class StoredActorStorage(ActorLoader loader) : IActorStorage
{
    /// <summary>The actor whose turn it is.</summary>
    public ActorAddress Address { get; set; }

    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => new(loader.Load(Address));

    /// <inheritdoc />
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var entry in loader.History.Read(Address, after, kinds, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        new(ids.Where(id => loader.HasId(Address.Key, id)).ToHashSet());
}
