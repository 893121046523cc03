using System.Runtime.CompilerServices;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Journal;

/// <summary>
/// The journal of one workspace on PostgreSQL. Appends of many actors, of whatever workspaces, share commits: one round trip and one flush
/// of the disk for all of them.
/// </summary>
/// <remarks>Measured in tests/PersonaGrain.Benchmarks (`-- postgres`): shared commits against one transaction per signal.</remarks>
internal sealed class PostgresJournal(SharedJournal shared, WorkspaceNumber workspace) : IActorJournal
{
    private const int PageSize = 1_000;

    /// <inheritdoc />
    /// <remarks>While there is room and the caller can not cancel, an append allocates itself, its encoded entries and its answer.</remarks>
    public ValueTask<AppendResult> AppendAsync(ActorAppend append, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return QueueAsync(new PendingAppend(workspace, append), cancellation);
    }

    /// <inheritdoc />
    public ValueTask<AppendResult> AppendAllAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation)
    {
        ActorAppend.RequireDistinct(appends);
        cancellation.ThrowIfCancellationRequested();
        return QueueAsync(new PendingAppend(workspace, appends), cancellation);
    }

    private ValueTask<AppendResult> QueueAsync(PendingAppend pending, CancellationToken cancellation) =>
        !cancellation.CanBeCanceled && shared.Queue.TryAdd(pending) ? new(pending.Answer) : WaitAsync(pending, cancellation);

    private async ValueTask<AppendResult> WaitAsync(PendingAppend pending, CancellationToken cancellation)
    {
        if (!await shared.Queue.TryAddAsync(pending, cancellation))
        {
            var reason = shared.IsClosed
                ? "the storage is shut down"
                : "more is appended than the database takes; send less or add commits in flight";
            return new AppendResult.Unavailable(reason, shared.Options.RetryAfter);
        }

        try
        {
            return await pending.Answer.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            pending.TryAbandon();
            throw;
        }
    }

    /// <inheritdoc />
    /// <remarks>The first entries of all kinds are read together with those of other actors that are loaded at the same time.</remarks>
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (limit, page) = kinds == JournalEntryKinds.All
            ? (JournalLoads.Page, await shared.Loads.ReadAsync(workspace, actor, after, cancellation))
            : (PageSize, await shared.Entries.PageAsync(workspace, actor, after, kinds, PageSize, cancellation));
        while (true)
        {
            foreach (var entry in page)
            {
                after = entry.Sequence;
                yield return entry;
            }

            if (page.Count < limit)
            {
                yield break;
            }

            (limit, page) = (PageSize, await shared.Entries.PageAsync(workspace, actor, after, kinds, PageSize, cancellation));
        }
    }

    public async ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ActorId actor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Entries.NewestSignalsAsync(workspace, actor, limit, cancellation);
    }

    public async ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Queries.EventsAsync(workspace, after, limit, cancellation);
    }

    public async ValueTask<SegmentEventPage> SegmentEventsAsync(string segment, int shard, long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Queries.SegmentEventsAsync(workspace, segment, shard, after, limit, cancellation);
    }

    public async ValueTask WaitForEventsAsync(long after, CancellationToken cancellation) => await shared.Pulse.WaitAsync(workspace, after, cancellation);

    public async ValueTask<IReadOnlyList<DueWake>> DueWakesAsync(int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Queries.DueWakesAsync(workspace, shard, upTo, after, limit, cancellation);
    }

    public async ValueTask<IReadOnlyList<ActorId>> ActorsAsync(int shard, ActorId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Queries.ActorsAsync(workspace, shard, after, limit, cancellation);
    }

    public async ValueTask<IReadOnlyList<ActorId>> ActorsByKeyAsync(string prefix, string? after, int limit, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Queries.ActorsByKeyAsync(workspace, prefix, after, limit, cancellation);
    }

    public async ValueTask<IReadOnlyList<JournaledPerson>> PeopleAsync(ActorId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Entries.PeopleAsync(workspace, after, limit, cancellation);
    }

    public async ValueTask<IReadOnlyList<IndexedActor>> IndexPageAsync(
        long field, IndexRange range, IndexedActor? after, bool descending, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await shared.Fields.PageAsync(workspace, field, range, after, descending, limit, cancellation);
    }

    public async ValueTask<IReadOnlyList<IndexedActor>> IndexedAsync(long field, IReadOnlyList<ActorId> actors, CancellationToken cancellation) =>
        await shared.Fields.FindAsync(workspace, field, actors, cancellation);

    public async ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation) => await shared.Queries.TotalsAsync(workspace, cancellation);

    public async ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation) => await shared.Queries.HealthAsync(cancellation);

    public CommitTimes? Commits => shared.Commits.Times();
}
