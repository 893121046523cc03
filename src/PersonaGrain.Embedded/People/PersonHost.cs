using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Reading;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>The engine as one change of people sees it: reads what is durable, beside the partitions, and has the writer append.</summary>
/// <remarks>
/// Where a journal ends its partition tells, when all of it is durable; what changes after that makes the append a conflict. So many changes are worked out
/// at once; others wait with their callers.
/// </remarks>
/// <param name="context">What partitions share.</param>
/// <param name="partitions">The partitions.</param>
/// <param name="reads">Tells where journals end.</param>
/// <param name="readers">Connections to the store.</param>
/// <param name="inForce">What is in force.</param>
/// <param name="room">Bounds how many are worked out at once.</param>
internal sealed class PersonHost(
    PartitionContext context, PartitionSet partitions, ProfileReads reads, ReaderPool readers, InForce inForce, SemaphoreSlim room) : IPersonHost, IDisposable
{
    private const int EntriesOfAPage = 16_384;

    private readonly Dictionary<ActorId, ActorAddress> _ends = [];
    private CatalogInForce _catalog = inForce.Current;
    private bool _hasRoom;

    /// <inheritdoc />
    public Instant Now => context.Calls.Until(context.Time.Now);

    /// <inheritdoc />
    /// <remarks>What an actor has come to is in force here as soon as it is durable.</remarks>
    public ValueTask<CatalogInForce> CatalogAsync(int atLeast, CancellationToken cancellation) => new(_catalog = inForce.Current);

    /// <inheritdoc />
    public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation)
    {
        if (!_hasRoom)
        {
            await room.WaitAsync(cancellation);
            _hasRoom = true;
        }

        while (true)
        {
            var end = _ends[actor] = await reads.EndAsync(actor, cancellation);
            if (end.Key == 0)
            {
                return new StoredActor(default, 0, 0, Instant.Never, 0);
            }

            // A snapshot may have come since of entries that the history up to this end has not.
            var stored = readers.Read(connection => Load(connection, end));
            if (stored.Sequence <= end.Sequence)
            {
                return stored;
            }
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<JournaledEntry> page;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var from = after;
            page = readers.Read(connection => ReadPage(connection, _ends[actor], from, kinds));
            foreach (var entry in page)
            {
                yield return entry;
            }

            after = page.Count == 0 ? after : page[^1].Sequence;
        }
        while (page.Count == EntriesOfAPage);

        await ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        new(readers.Read(connection => FindIds(connection, _ends[actor].Key, ids)));

    /// <inheritdoc />
    public async ValueTask<AppendResult> AppendAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation)
    {
        var commit = new PersonCommit(appends, _catalog);
        var fault = await context.Writer.RunAsync(commit).WaitAsync(cancellation);
        if ((fault ?? commit.Fault) is { } failed)
        {
            return new AppendResult.Unavailable(failed.Message, context.Options.FaultRetry);
        }

        if (commit.Busy != default)
        {
            // Asking again before its history is read would only meet it again.
            var preparation = new ActorPreparation(commit.Busy);
            partitions.Of(commit.Busy).Post(new ActorWork(preparation));
            await preparation.Task.WaitAsync(cancellation);
        }

        return commit.IsWritten ? AppendResult.Appended.Instance : AppendResult.Conflict.Instance;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_hasRoom)
        {
            room.Release();
        }
    }

    private StoredActor Load(StoreConnection connection, ActorAddress end)
    {
        using var loader = new ActorLoader(connection, context.Names);
        var stored = loader.Load(end);
        return stored with { Snapshot = stored.Snapshot.ToArray() };
    }

    private List<JournaledEntry> ReadPage(StoreConnection connection, ActorAddress end, long after, JournalEntryKinds kinds)
    {
        using var loader = new ActorLoader(connection, context.Names);
        return [.. loader.History.Read(end, after, kinds).Take(EntriesOfAPage)];
    }

    private HashSet<ulong> FindIds(StoreConnection connection, long key, IReadOnlyList<ulong> ids)
    {
        using var loader = new ActorLoader(connection, context.Names);
        return ids.Where(id => loader.HasId(key, id)).ToHashSet();
    }
}
