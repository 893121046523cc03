using Microsoft.Extensions.Logging;
using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Postgres.Indexing;

namespace PersonaGrain.Postgres.Journal;

/// <summary>
/// What the journals of all workspaces share in one process: the queue of appends and who commits them, the pulse of events, the
/// connections.
/// </summary>
internal sealed class SharedJournal : IAsyncDisposable
{
    /// <summary>Rows that the totals of one workspace are spread over.</summary>
    private const int TotalSlots = 64;

    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly Task _committing;
    private readonly Task _polling;
    private readonly Task _loading;
    private bool _closed;

    public SharedJournal(NpgsqlDataSource writes, PostgresReader reader, PostgresOptions options, ILogger logger, TimeProvider time)
    {
        Options = options;
        _time = time;
        Queue = new AppendQueue(options, time);
        Pulse = new EventPulse(reader, options, logger, time);
        Queries = new JournalQueries(reader);
        Entries = new EntryQueries(reader);
        Fields = new FieldQueries(reader);
        Loads = new JournalLoads(Entries);

        // Processes begin at different rows of the totals, and their commits side by side use neighbouring ones.
        var slot = Random.Shared.Next(TotalSlots);
        var committers = Enumerable.Range(slot, options.CommitsInFlight)
            .Select(index => new Committer(Queue, new CommitWriter(writes, index % TotalSlots), Pulse, Commits, options, logger));
        _committing = Task.WhenAll(committers.Select(committer => Task.Run(() => committer.RunAsync(_stop.Token))));
        _polling = Task.Run(() => Pulse.RunAsync(_stop.Token));
        _loading = Loads.RunAsync();
    }

    public PostgresOptions Options { get; }

    public AppendQueue Queue { get; }

    public EventPulse Pulse { get; }

    public JournalQueries Queries { get; }

    public EntryQueries Entries { get; }

    public FieldQueries Fields { get; }

    public JournalLoads Loads { get; }

    public RecentCommits Commits { get; } = new();

    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Commits what is queued, within the drain time-out; what is left then is answered <c>Unavailable</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        Queue.Close();
        Loads.Close();
        try
        {
            await _committing.WaitAsync(Options.DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            // The rest is told below: a stopped committer answers without writing.
        }

        await _stop.CancelAsync();
        await _committing;
        await _polling;
        await _loading;
        Pulse.BeatAll();
        _stop.Dispose();
    }
}
