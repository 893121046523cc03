using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Reading;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Journal;

/// <summary>The journals of any actors as far as they are durable, read beside the partitions and on the caller's thread; for one reader at a time.</summary>
/// <remarks>
/// Each journal is read up to where its partition said that it ends, once all of that was durable: what is added later is not seen, so that several reads of
/// one journal agree.
/// </remarks>
internal sealed class DurableJournals(PartitionContext context, ProfileReads reads, ReaderPool readers) : IActorStorage
{
    private const int EntriesOfFirstPage = 256;
    private const int EntriesOfAPage = 16_384;

    private readonly Dictionary<ActorId, ActorAddress> _ends = [];
    private (ActorId Actor, Instant Until) _cut;

    /// <summary>The newest instant of the entries that were read since the last <see cref="SetEnd"/>.</summary>
    public Instant Newest { get; private set; }

    /// <summary>When an entry came about: for a signal, when it was taken.</summary>
    public static Instant InstantOf(in JournalEntry entry) => entry.Kind == JournalEntryKind.Signal ? entry.Received : entry.At;

    /// <summary>Reads an actor's journal up to here, which is durable, and no further than to the first entry of after an instant.</summary>
    public void SetEnd(ActorId actor, in ActorAddress end, Instant? until = null)
    {
        _ends[actor] = end;
        (_cut, Newest) = ((actor, until ?? Instant.Never), default);
    }

    /// <inheritdoc />
    /// <remarks>From here on its journal is read up to where it ends now.</remarks>
    public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation)
    {
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
        var end = await EndAsync(actor, cancellation);
        var until = _cut.Actor == actor ? _cut.Until : Instant.Never;
        for (var (most, isMore) = (EntriesOfFirstPage, true); isMore; most = EntriesOfAPage)
        {
            cancellation.ThrowIfCancellationRequested();
            var (from, size) = (after, most);
            var page = readers.Read(connection => ReadPage(connection, end, from, kinds, until, size, cancellation));
            foreach (var entry in page)
            {
                Newest = Instant.Max(Newest, InstantOf(entry.Entry));
                yield return entry;
            }

            (after, isMore) = (page.Count == 0 ? after : page[^1].Sequence, page.Count == size);
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation)
    {
        var end = await EndAsync(actor, cancellation);
        return readers.Read(connection => FindIds(connection, end.Key, ids));
    }

    private async ValueTask<ActorAddress> EndAsync(ActorId actor, CancellationToken cancellation)
    {
        if (!_ends.TryGetValue(actor, out var end))
        {
            _ends[actor] = end = await reads.EndAsync(actor, cancellation);
        }

        return end;
    }

    private StoredActor Load(StoreConnection connection, ActorAddress end)
    {
        using var loader = new ActorLoader(connection, context.Names);
        var stored = loader.Load(end);
        return stored with { Snapshot = stored.Snapshot.ToArray() };
    }

    private List<JournaledEntry> ReadPage(StoreConnection connection, ActorAddress end, long after, JournalEntryKinds kinds, Instant until, int most, CancellationToken cancellation)
    {
        using var loader = new ActorLoader(connection, context.Names);
        return [.. loader.History.Read(end, after, kinds, cancellation).TakeWhile(each => InstantOf(each.Entry) <= until).Take(most)];
    }

    private HashSet<ulong> FindIds(StoreConnection connection, long key, IReadOnlyList<ulong> ids)
    {
        using var loader = new ActorLoader(connection, context.Names);
        return ids.Where(id => loader.HasId(key, id)).ToHashSet();
    }
}
