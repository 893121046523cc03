using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>The people of one workspace of the cluster, for catalogs to be tried out: put together from their journals in this process, a page at a time. No grain is asked.</summary>
/// <remarks>People are gone through by the fingerprints of their keys, whose highest bits are the shard.</remarks>
internal sealed partial class ClusterPreviews(
    WorkspaceServices workspace, ActorKinds kinds, GridClock clock, FingerprintWindows windows, ILogger<ClusterPreviews> logger) : IPreviewSource
{
    /// <summary>People who are read at once: the store then serves them together.</summary>
    private const int PeopleAtOnce = 16;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public CatalogInForce InForce => workspace.Catalogs.Latest ?? throw new JournalUnavailableException("the grid has no catalog yet", Soon);

    /// <inheritdoc />
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    public async ValueTask<PreviewedPeople> PeopleAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var page = await NextAsync(cursor is null ? null : FingerprintOrder.Parse(cursor), limit, cancellation);
        var (people, passedOver) = await ReadAsync(page, cancellation);
        return page.Count < limit
            ? new PreviewedPeople(people, passedOver, 1, null)
            : new PreviewedPeople(people, passedOver, page[^1].Share, page[^1].ToString());
    }

    /// <inheritdoc />
    /// <remarks>As in a census: whatever it is, unless storage itself is away.</remarks>
    public async ValueTask<bool> IsOfPersonAsync(ActorId person, Exception fault)
    {
        if (fault is JournalUnavailableException)
        {
            return false;
        }

        workspace.ThrowIfRemoved();
        if (GrainCalls.IsPassing(fault))
        {
            throw new JournalUnavailableException($"{person} could not be read: {fault.Message}", Soon, fault);
        }

        // Never one that storage did not serve: it would be left out though nothing is wrong with it.
        if ((await workspace.Journal.HealthAsync(CancellationToken.None)).Reason is { } reason)
        {
            throw new JournalUnavailableException(reason, Soon, fault);
        }

        LogPassedOver(logger, fault, new ActorAddress(workspace.Number, person));
        return true;
    }

    /// <summary>The next people by their fingerprints, fewer than the limit at the end.</summary>
    private async Task<List<FingerprintOrder>> NextAsync(FingerprintOrder? after, int limit, CancellationToken cancellation)
    {
        var page = new List<FingerprintOrder>(limit);
        var first = after is { } last ? (int)(last.Fingerprint >> 59) : 0;
        for (var shard = first; shard < Shards.SegmentCount && page.Count < limit; shard++)
        {
            var next = await windows.NextAsync(workspace, shard, shard == first ? after : null, limit - page.Count, cancellation);
            page.AddRange(next.Span);
        }

        return page;
    }

    private async Task<(List<PreviewedPerson> People, int PassedOver)> ReadAsync(List<FingerprintOrder> page, CancellationToken cancellation)
    {
        var (people, passedOver, catalog) = (new List<PreviewedPerson>(page.Count), 0, InForce);
        foreach (var some in page.Chunk(PeopleAtOnce))
        {
            foreach (var (person, isPassedOver) in await Task.WhenAll(some.Select(place => ReadAsync(ActorId.Parse(place.Key), catalog, cancellation))))
            {
                passedOver += isPassedOver ? 1 : 0;
                if (person is not null)
                {
                    people.Add(person);
                }
            }
        }

        return (people, passedOver);
    }

    /// <summary>The person that an actor holds, as of now; null where it holds none, or can not be read: then it is counted, and keeps nobody from looking at the others.</summary>
    private async Task<(PreviewedPerson? Person, bool IsPassedOver)> ReadAsync(ActorId actor, CatalogInForce catalog, CancellationToken cancellation)
    {
        try
        {
            var turn = new ActorTurn();
            turn.Begin(kinds.Create(actor), catalog, clock.Now);
            if (await turn.PrepareAsync(new BoundedJournals(new KeptJournals(workspace.Journal)), cancellation) > 0)
            {
                throw new JournalUnavailableException("another catalog has just come in force", Soon);
            }

            return (turn.Actor is Profile { Exists: true, MovedTo: null } person ? Person(person, turn) : null, false);
        }
        catch (AsOfUnavailableException)
        {
            // Too long to be put together.
            return (null, true);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (await IsOfPersonAsync(actor, fault))
            {
                return (null, true);
            }

            throw;
        }
    }

    /// <summary>A copy that knows its journal up to where that ended when it was read.</summary>
    private PreviewedPerson Person(Profile person, ActorTurn turn) => new(
        new ProfileReading(person.ProfileId, person.Machine, person.State, turn.Now) { Sequence = person.Sequence }, new KeptJournals(workspace.Journal));

    [LoggerMessage(1, LogLevel.Debug, "{Actor} can not be read, and is passed over by a preview.")]
    private static partial void LogPassedOver(ILogger logger, Exception fault, ActorAddress actor);

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
