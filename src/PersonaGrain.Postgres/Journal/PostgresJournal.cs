using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Postgres.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Postgres.Journal;

/// <summary>The journal on PostgreSQL. Appends of many profiles share commits: one round trip and one flush of the disk for all of them.</summary>
/// <remarks>Measured in tests/PersonaGrain.Benchmarks (`-- postgres`): shared commits against one transaction per signal.</remarks>
internal sealed class PostgresJournal : IProfileJournal, IAsyncDisposable
{
    private const int PageSize = 1_000;

    private readonly CancellationTokenSource _stop = new();
    private readonly AppendQueue _queue;
    private readonly EventPulse _pulse;
    private readonly JournalQueries _queries;
    private readonly PopulationFolder _population;
    private readonly PostgresOptions _options;
    private readonly TimeProvider _time;
    private readonly Task _committing;
    private readonly Task _polling;
    private bool _closed;

    public PostgresJournal(NpgsqlDataSource writes, PostgresReader reader, PostgresOptions options, ILogger logger, TimeProvider time)
    {
        _options = options;
        _time = time;
        _queue = new AppendQueue(options, time);
        _pulse = new EventPulse(reader, options, logger, time);
        _queries = new JournalQueries(reader);
        _population = new PopulationFolder(writes, options);
        // Processes begin at different rows of the totals, and their commits side by side use neighbouring ones.
        var slot = Random.Shared.Next(TotalSlots);
        var committers = Enumerable.Range(slot, options.CommitsInFlight)
            .Select(index => new Committer(_queue, new CommitWriter(writes, index % TotalSlots), _pulse, options, logger));
        _committing = Task.WhenAll(committers.Select(committer => Task.Run(() => committer.RunAsync(_stop.Token))));
        _polling = Task.Run(() => _pulse.RunAsync(_stop.Token));
    }

    /// <summary>Rows of the totals table.</summary>
    private const int TotalSlots = 64;

    /// <inheritdoc />
    /// <remarks>While there is room and the caller can not cancel, an append allocates itself, its encoded entries and its answer.</remarks>
    public ValueTask<AppendResult> AppendAsync(ProfileAppend append, CancellationToken cancellation)
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

    public async IAsyncEnumerable<JournaledEntry> ReadAsync(ProfileId profile, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<JournaledEntry> page;
        do
        {
            page = await _queries.EntriesAsync(profile, after, PageSize, cancellation);
            foreach (var entry in page)
            {
                after = entry.Sequence;
                yield return entry;
            }
        }
        while (page.Count == PageSize);
    }

    public async ValueTask<IdHistory> IdsAsync(ProfileId profile, CancellationToken cancellation)
    {
        var history = new IdHistory();
        await foreach (var entry in ReadAsync(profile, 0, cancellation))
        {
            if (entry.Entry is JournalEntry.Observed observed)
            {
                history.Add(observed.Signal.Id);
            }
        }

        return history;
    }

    public async ValueTask<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(ProfileId profile, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _queries.NewestSignalsAsync(profile, limit, cancellation);
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

    public async ValueTask<IReadOnlyList<ProfileId>> ProfilesAsync(int shard, ProfileId? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _queries.ProfilesAsync(shard, after, limit, cancellation);
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
        _pulse.Beat();
        _stop.Dispose();
    }
}
