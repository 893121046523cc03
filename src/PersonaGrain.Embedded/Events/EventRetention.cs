using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Events;

/// <summary>Deletes events from the list that were committed longer ago than they are to be kept: at the start, and every hour. What they say stays in the journal.</summary>
/// <remarks>A few thousand go in one commit, so that callers do not wait long.</remarks>
internal sealed class EventRetention : IAsyncDisposable
{
    private const int EventsOfACommit = 5_000;

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly TimeSpan? _retention;
    private readonly CommitWriter _writer;
    private readonly GridTime _time;
    private readonly INameTable _names;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ITimer? _timer;
    private Task _running = Task.CompletedTask;

    public EventRetention(TimeSpan? retention, CommitWriter writer, GridTime time, INameTable names)
    {
        (_retention, _writer, _time, _names) = (retention, writer, time, names);
        _timer = retention is null ? null : time.Provider.CreateTimer(_ => _running = _running.IsCompleted ? PruneAsync() : _running, null, Period, Period);
    }

    /// <summary>Deletes what is old enough now. A failed commit leaves the rest for the next time.</summary>
    public async Task PruneAsync()
    {
        if (_retention is not { } retention || !await _turn.WaitAsync(TimeSpan.Zero))
        {
            return;
        }

        try
        {
            var before = _time.Now - retention;
            bool more;
            do
            {
                more = false;
                var fault = await _writer.RunAsync((connection, state) => more = Prune(connection, state, before));
                more &= fault is null;
            }
            while (more);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _running;
        _turn.Dispose();
    }

    private bool Prune(StoreConnection connection, CommitState state, Instant before)
    {
        var rows = 0;
        var last = state.Pruned;
        using (var blocks = new StoredBlocks(connection))
        using (var read = connection.Once("SELECT position, entry FROM events WHERE position > ?1 ORDER BY position LIMIT ?2"))
        {
            read.Bind(1, state.Pruned).Bind(2, EventsOfACommit);
            while (read.Step() && EventReader.CommittedAt(blocks, _names, new JournalPosition(read.Number(1))) < before)
            {
                last = read.Number(0);
                rows++;
            }
        }

        using var delete = connection.Once("DELETE FROM events WHERE position <= ?1");
        delete.Bind(1, last).Run();
        state.Pruned = last;
        return rows == EventsOfACommit;
    }
}
