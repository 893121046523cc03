using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>The store as one turn sees it: with everything that its partition did before, durable or not. Answers at once, but for the reading of a long history.</summary>
/// <remarks>
/// A long history is read on another thread and on a connection of its own, so the turn goes on there; until it ends its actor is nobody
/// else's. What it may read is fixed when the turn begins: what the turn itself did is not in the store.
/// </remarks>
internal sealed class TurnStorage(PartitionReader reader, BatchStream batches, PartitionContext context) : IActorStorage
{
    private static readonly IReadOnlySet<ulong> NoIds = new HashSet<ulong>();

    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActorAddress _address;
    private long _batch;

    /// <summary>Begins with an actor's turn.</summary>
    public void Begin(ActorSlot slot) => (_address, _batch) = (slot.Address, slot.LastBatch);

    /// <summary>Lets a turn that waits go on, on another thread: what it did so far was taken over.</summary>
    public void GoOn() => _goOn.SetResult();

    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) =>
        new(_address.Key == 0 ? new StoredActor(default, 0, 0, Time.Instant.Never, 0) : reader.Loader.Load(_address));

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        _address.Sequence - after > context.Options.LongHistory ? ReadBesideAsync(after, kinds, cancellation) : ReadHereAsync(after, kinds);

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation)
    {
        HashSet<ulong>? found = null;
        for (var index = 0; index < ids.Count; index++)
        {
            if (batches.HasId(_address.Key, ids[index]) || reader.Loader.HasId(_address.Key, ids[index]))
            {
                (found ??= []).Add(ids[index]);
            }
        }

        return new(found ?? NoIds);
    }

    private async IAsyncEnumerable<JournaledEntry> ReadHereAsync(long after, JournalEntryKinds kinds)
    {
        foreach (var entry in reader.Loader.History.Read(_address, after, kinds))
        {
            yield return entry;
        }

        await ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<JournaledEntry> ReadBesideAsync(long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var address = _address;
        if (_batch > batches.Durable && !_goOn.Task.IsCompleted)
        {
            var waiter = new CommitTask();
            batches.Current.Waiters.Add(waiter);
            if (await waiter.Task is { } fault)
            {
                throw new StoreException(SQLitePCL.raw.SQLITE_ABORT, fault.Message);
            }
        }

        await _goOn.Task;
        using var connection = context.Files.OpenReader();
        using var loader = new ActorLoader(connection, context.Names);
        foreach (var entry in loader.History.Read(address, after, kinds, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }
    }
}
