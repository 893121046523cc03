using PersonaGrain.Embedded.Journal;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>The journal of one actor of a store, up to where it ends; answers at once.</summary>
internal sealed class HistoryJournal(ActorHistory history, ActorAddress address) : IActorStorage
{
    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => throw new InvalidOperationException("the past is put together from the journal alone");

    /// <inheritdoc />
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var entry in history.Read(address, after, kinds, cancellation))
        {
            yield return entry;
        }

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        throw new InvalidOperationException("the past takes no signals");
}
