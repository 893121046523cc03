using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Postgres.Population;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Postgres.Journal;

/// <summary>The journal on PostgreSQL. Appends of many actors share commits: one round trip and one flush of the disk for all of them.</summary>
/// <remarks>Measured in tests/PersonaGrain.Benchmarks (`-- postgres`): shared commits against one transaction per signal.</remarks>
internal sealed class PostgresJournal : IActorJournal, IAsyncDisposable
{
    private const int PageSize = 1_000;

    private readonly CancellationTokenSource _stop = new();
    private readonly AppendQueue _queue;
    private readonly EventPulse _pulse;
    private readonly JournalQueries _queries;
    private readonly EntryQueries _entries;
    private readonly JournalLoads _loads;
    private readonly PopulationFolder _population;
    private readonly PostgresOptions _options;
    private readonly TimeProvider _time;
    private readonly Task _committing;
    private readonly Task _polling;
    private readonly Task _loading;
    private bool _closed;

    public PostgresJournal(NpgsqlDataSource writes, PostgresReader reader, PostgresOptions options, ILogger logger, TimeProvider time)
    {
        _options = options;
        _time = time;
        _queue = new AppendQueue(options, time);
        _pulse = new EventPulse(reader, options, logger, time);
        _queries = new JournalQueries(reader);
        _entries = new EntryQueries(reader);
        _loads = new JournalLoads(_entries);
        _population = new PopulationFolder(writes, options);
        // Processes begin at different rows of the totals, and their commits side by side use neighbouring ones.
        var slot = Random.Shared.Next(TotalSlots);
        var committers = Enumerable.Range(slot, options.CommitsInFlight)
            .Select(index => new Committer(_queue, new CommitWriter(writes, index % TotalSlots), _pulse, options, logger));
        _committing = Task.WhenAll(committers.Select(committer => Task.Run(() => committer.RunAsync(_stop.Token))));
        _polling = Task.Run(() => _pulse.RunAsync(_stop.Token));
        _loading = _loads.RunAsync();
    }

    /// <summary>Rows of the totals table.</summary>
    private const int TotalSlots = 64;

    /// <inheritdoc />
    /// <remarks>While there is room and the caller can not cancel, an append allocates itself, its encoded entries and its answer.</remarks>
    public ValueTask<AppendResult> AppendAsync(ActorAppend append, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pending = new PendingAppend(append);
        return !cancellation.CanBeCanceled && _queue.TryAdd(pending) ? new(pending.Answer) : WaitAsync(pending, cancellation);
    }

    private async ValueTask<AppendResult> WaitAsync(PendingAppend pending, CancellationToken cancellation)
    {
        if (!await _queue.TryAddAsync(pending, cancellation))
        {
            var reason = Volatile.Read(ref _closed)
                ? "the storage is shut down"
                : "more is appended than the database takes; send less or add commits in flight";
            return new AppendResult.Unavailable(reason, _options.RetryAfter);
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
            ? (JournalLoads.Page, await _loads.ReadAsync(actor, after, cancellation))
            : (PageSize, await _entries.PageAsync(actor, after, kinds, PageSize, cancellation));
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

            (limit, page) = (PageSize, await _entries.PageAsync(actor, after, kinds, PageSize, cancellation));
        }
    }

    public async ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ActorId actor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _entries.NewestSignalsAsync(actor, limit, cancellation);
    }

    public async ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _queries.EventsAsync(after, limit, cancellation);
    }

    public async ValueTask<SegmentEventPage> SegmentEventsAsync(string segment, int shard, long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _queries.SegmentEventsAsync(segment, shard, after, limit, cancellation);
    }

    public async ValueTask WaitForEventsAsync(long after, CancellationToken cancellation) => await _pulse.WaitAsync(after, cancellation);

    public async ValueTask<IReadOnlyList<DueWake>> DueWakesAsync(int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _queries.DueWakesAsync(shard, upTo, after, limit, cancellation);
    }

    public async ValueTask<IReadOnlyList<ActorId>> ActorsAsync(int shard, ActorId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _queries.ActorsAsync(shard, after, limit, cancellation);
    }

    public async ValueTask<PopulationFold> FoldPopulationAsync(CancellationToken cancellation) => await _population.FoldAsync(cancellation);

    public async ValueTask<JournalTotals> TotalsAsync(CancellationToken cancellation) => await _queries.TotalsAsync(cancellation);

    public async ValueTask<JournalHealth> HealthAsync(CancellationToken cancellation) => await _queries.HealthAsync(cancellation);

    /// <summary>Commits what is queued, within the drain time-out; what is left then is answered <c>Unavailable</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        _queue.Close();
        _loads.Close();
        try
        {
            await _committing.WaitAsync(_options.DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            // The rest is told below: a stopped committer answers without writing.
        }

        await _stop.CancelAsync();
        await _committing;
        await _polling;
        await _loading;
        _pulse.Beat();
        _stop.Dispose();
    }
}
