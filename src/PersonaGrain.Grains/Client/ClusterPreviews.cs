using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>The people of one workspace of the cluster, for catalogs to be tried out: put together from their journals in this process, a page at a time. No grain is asked.</summary>
/// <remarks>
/// People are gone through by the fingerprints of their keys, whose highest bits are the shard. A page reads the keys of its shard, which is a thirty-second of all,
/// and keeps the next ones.
/// </remarks>
#pragma warning disable CA1001 // The semaphore is never asked for a wait handle, so there is nothing in it to give back.
internal sealed class ClusterPreviews(WorkspaceServices workspace, ActorKinds kinds, GridClock clock) : IPreviewSource
#pragma warning restore CA1001
{
    private const int KeysOfAPage = 10_000;

    /// <summary>People who are read at once: the store then serves them together.</summary>
    private const int PeopleAtOnce = 16;

    /// <summary>Pages that are put together at once; others wait for their turn, or their time-out.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _room = new(AtOnce);

    /// <inheritdoc />
    public CatalogInForce InForce => workspace.Catalogs.Latest ?? throw new JournalUnavailableException("the grid has no catalog yet", Soon);

    /// <inheritdoc />
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    public async ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        FingerprintOrder? after = cursor is null ? null : FingerprintOrder.Parse(cursor);
        await _room.WaitAsync(cancellation);
        try
        {
            var page = await NextAsync(after, limit, cancellation);
            var (people, passedOver) = await ReadAsync(page, cancellation);
            return page.Count < limit
                ? new PreviewedPeople(people, passedOver, 1, null)
                : new PreviewedPeople(people, passedOver, page[^1].Share, page[^1].ToString());
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc />
    public IActorStorage OpenJournals() => new KeptJournals(workspace.Journal);

    /// <summary>The next people by their fingerprints, fewer than the limit at the end.</summary>
    private async Task<List<FingerprintOrder>> NextAsync(FingerprintOrder? after, int limit, CancellationToken cancellation)
    {
        var page = new List<FingerprintOrder>(limit);
        for (var shard = after is { } last ? (int)(last.Fingerprint >> 59) : 0; shard < Shards.SegmentCount && page.Count < limit; shard++)
        {
            page.AddRange(await NextOfShardAsync(shard, after, limit - page.Count, cancellation));
        }

        return page;
    }

    private async Task<FingerprintOrder[]> NextOfShardAsync(int shard, FingerprintOrder? after, int limit, CancellationToken cancellation)
    {
        // The last of those that are kept is the first to go: the queue gives the least first, so it is asked by the reverse.
        var next = new PriorityQueue<FingerprintOrder, FingerprintOrder>(Comparer<FingerprintOrder>.Create(static (one, other) => other.CompareTo(one)));
        ActorId? read = null;
        IReadOnlyList<ActorId> keys;
        do
        {
            keys = await workspace.Journal.ActorsAsync(shard, read, KeysOfAPage, cancellation);
            foreach (var actor in keys)
            {
                read = actor;
                var place = FingerprintOrder.Of(actor);
                if (!actor.IsPerson || place <= after)
                {
                    continue;
                }

                if (next.Count < limit)
                {
                    next.Enqueue(place, place);
                }
                else if (place < next.Peek())
                {
                    next.EnqueueDequeue(place, place);
                }
            }
        }
        while (keys.Count == KeysOfAPage);

        return [.. next.UnorderedItems.Select(static one => one.Element).Order()];
    }

    private async Task<(List<ProfileReading> People, int PassedOver)> ReadAsync(List<FingerprintOrder> page, CancellationToken cancellation)
    {
        var (people, passedOver, catalog) = (new List<ProfileReading>(page.Count), 0, InForce);
        foreach (var some in page.Chunk(PeopleAtOnce))
        {
            foreach (var (person, isDamaged) in await Task.WhenAll(some.Select(place => ReadAsync(ActorId.Parse(place.Key), catalog, cancellation))))
            {
                passedOver += isDamaged ? 1 : 0;
                if (person is not null)
                {
                    people.Add(person);
                }
            }
        }

        return (people, passedOver);
    }

    /// <summary>The person that an actor holds, as of now; null where it holds none.</summary>
    private async Task<(ProfileReading? Person, bool IsDamaged)> ReadAsync(ActorId actor, CatalogInForce catalog, CancellationToken cancellation)
    {
        try
        {
            var turn = new ActorTurn();
            turn.Begin(kinds.Create(actor), catalog, clock.Now);
            if (await turn.PrepareAsync(OpenJournals(), cancellation) > 0)
            {
                throw new JournalUnavailableException("another catalog has just come in force", Soon);
            }

            return (turn.Actor is Profile { Exists: true, MovedTo: null } person ? new ProfileReading(person.ProfileId, person.Machine, person.State, turn.Now) : null, false);
        }
        catch (FormatException)
        {
            // A damaged one is counted, and keeps nobody from looking at the others.
            return (null, true);
        }
    }

    /// <summary>What is read of one person: the journal alone, kept while it is short, since it may be learned from again.</summary>
    private sealed class KeptJournals(IActorJournal journal) : IActorStorage
    {
        private const int MostKept = 1_000;

        private readonly ShortJournal _kept = new();

        public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) =>
            await _kept.TryReadAsync(journal, actor, MostKept, cancellation) ? _kept.Stored : new StoredActor(default, 0, 0, null, null);

        public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
            _kept.Has(actor) ? _kept.ReadAsync(after, kinds) : journal.ReadAsync(actor, after, kinds, cancellation);

        public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
            throw new InvalidOperationException("what is tried out takes no signals");
    }
}
