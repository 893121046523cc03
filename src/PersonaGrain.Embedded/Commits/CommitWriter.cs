using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Threads;
using PersonaGrain.Grid;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using SQLitePCL;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The one that writes: it commits what all partitions gathered in one transaction, then completes their callers.</summary>
/// <remarks>
/// A <see cref="CommitBarrier"/> through the queues of all partitions says what a commit holds. While it is written and synced to disk, the
/// partitions apply what lies behind the barrier. A failed commit ends an epoch: every batch begun in it is refused, partitions throw the
/// states it touched away, and nothing more is taken until a trial write succeeds.
/// </remarks>
internal sealed partial class CommitWriter : Fiber
{
    private const int MostCommands = 64;

    private readonly CommitSession _session;
    private readonly CheckpointProgress _checkpoint;
    private readonly BlockNumbers _blocks;
    private readonly StoreRecovery _recovery;
    private readonly PersonWriter _people;
    private readonly ILogger _log;
    private readonly Lock _queueing = new();
    private readonly ConcurrentQueue<CommitCommand> _commands = new();
    private CommitState _committed;
    private long _commits;
    private int _epoch = 1;
    private Partition[] _partitions = [];
    private PartitionSet _routes = new([]);
    private volatile bool _wanted;
    private volatile bool _stopping;
    private volatile bool _abandoned;
    private volatile bool _ended;

    public CommitWriter(
        EmbeddedGridOptions options, CommitSession session, CheckpointProgress checkpoint, BlockNumbers blocks, PersonWriter people, ILogger log)
    {
        (_session, _checkpoint, _blocks, _people, _log) = (session, checkpoint, blocks, people, log);
        _recovery = new StoreRecovery(session, options.FaultRetry, log);
        _committed = session.Committed;
    }

    /// <summary>What is durable.</summary>
    public CommitState Committed => Volatile.Read(ref _committed);

    /// <summary>Commits since the start.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>How long commits took, from the barrier until their callers are told.</summary>
    public RecentCommits Times { get; } = new();

    /// <summary>Why nothing can be made durable now; null when it can.</summary>
    public StoreFault? Fault => _recovery.Fault;

    /// <summary>Done while the store can be written; during a fault, done when that is over.</summary>
    public Task Healthy => _recovery.Healthy;

    /// <summary>Where people are whose identities were joined; changed within <see cref="Queue"/>.</summary>
    public Redirects Redirects { get; } = new();

    /// <summary>The actors that a commit holds; looked at within <see cref="Queue"/>.</summary>
    public HeldActors Held { get; } = new();

    /// <summary>What is in force for work that is queued now; looked at within <see cref="Queue"/>.</summary>
    public required CatalogInForce QueuedCatalog { get; set; }

    /// <summary>Rises with each failed commit.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>Told of each commit, before its callers: its events, the earliest wake-up that it stored, and what is in force from it on where that changed.</summary>
    public required Action<IReadOnlyList<GridEvent>, Instant, CatalogInForce?> CommitDone { get; init; }

    /// <summary>Begins to commit.</summary>
    public void Start(Partition[] partitions, FiberThread thread)
    {
        (_partitions, _routes) = (partitions, new PartitionSet(partitions));
        Start(thread);
    }

    /// <summary>A partition has something to make durable.</summary>
    public void Want()
    {
        if (!_wanted)
        {
            _wanted = true;
            Wake();
        }
    }

    /// <summary>Queues work in several partitions as one: every barrier has all of it on one side.</summary>
    public void Queue<T>(T work, Action<T> post)
    {
        lock (_queueing)
        {
            post(work);
        }
    }

    /// <summary>Runs a change in the next commit.</summary>
    /// <param name="change">The change; null for none.</param>
    /// <param name="catalog">What is in force from this commit on: everything before it in the commit was under the old, everything after is under this.</param>
    /// <returns>Null when it is durable, else why not.</returns>
    public Task<StoreFault?> RunAsync(Action<StoreConnection, CommitState>? change, CatalogInForce? catalog = null) =>
        RunAsync(new CommitCommand(change, catalog));

    /// <summary>Has a change of people in the next commit; what came of it is in the change.</summary>
    /// <returns>Null when the commit is durable, else why not.</returns>
    public Task<StoreFault?> RunAsync(PersonCommit person) => RunAsync(new CommitCommand(null, null) { Person = person });

    /// <summary>Stores a checkpoint at once, before the grid closes.</summary>
    public Task<StoreFault?> StoreCheckpointAsync() => RunAsync(new CommitCommand(null, null) { IsLast = true });

    /// <summary>Commits what was handed over, then ends.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        Wake();
        await Ended;
        _recovery.Close();
        _ended = true;
        RefuseWaiting(StoreFault.Closing);
    }

    /// <summary>Ends without committing what was handed over, as a killed process does.</summary>
    public Task AbandonAsync()
    {
        _abandoned = true;
        return StopAsync();
    }

    /// <summary>Waits before something that failed is tried again: until the store can be written, or for the pause between tries where it can.</summary>
    public Task PauseAsync(CancellationToken cancellation) => _recovery.PauseAsync(cancellation);

    private Task<StoreFault?> RunAsync(CommitCommand command)
    {
        _commands.Enqueue(command);
        Wake();
        if (_ended)
        {
            RefuseWaiting(StoreFault.Closing);
        }

        return command.Task;
    }

    protected override Slice RunSlice()
    {
        if (_abandoned)
        {
            return Slice.Ended;
        }

        if (Fault is { } fault)
        {
            return Recover(fault);
        }

        if (_wanted || !_commands.IsEmpty)
        {
            _wanted = false;
            Commit();
            return Slice.More;
        }

        return _stopping ? Slice.Ended : Slice.Done;
    }

    /// <summary>Refuses what waits, and looks whether the store can be written again, where it is time to.</summary>
    private Slice Recover(StoreFault fault)
    {
        RefuseWaiting(fault);

        // A grid that is closed during a fault has nothing acknowledged to lose; what is in memory is in the journal.
        _abandoned = !_recovery.Try(_stopping);
        if (_abandoned || Fault is null)
        {
            return Slice.More;
        }

        _ = WakeAfterAsync(_recovery.Wait);
        return Slice.Done;
    }

    private async Task WakeAfterAsync(TimeSpan wait)
    {
        await Task.Delay(wait);
        Wake();
    }

    private void Commit()
    {
        var (began, count) = (Stopwatch.GetTimestamp(), _commits);
        var commands = TakeCommands();
        var last = commands.LastOrDefault();
        PersonCommit[] people = [.. commands.Select(static command => command.Person).OfType<PersonCommit>()];
        _people.Begin(people, _routes);
        _checkpoint.Begin(Committed.Checkpoint, _blocks.Last, last is { IsLast: true } && Committed.Checkpoint <= _blocks.Last);
        var barrier = new CommitBarrier(_partitions.Length)
        {
            Catalog = last?.Catalog,
            Checkpoint = _checkpoint.Number,
            IsLast = last is { IsLast: true },
            Holds = _people.Holds,
        };
        var before = QueuedCatalog;
        Queue(barrier, each =>
        {
            QueuedCatalog = each.Catalog ?? QueuedCatalog;
            Held.Hold(each.Holds);
            Array.ForEach(_partitions, partition => partition.Post(each.For(partition)));
        });
        var batches = barrier.Wait();
        try
        {
            if (Check(batches) | commands.Count > 0)
            {
                Write(batches, commands, people, before);
            }
        }
        catch (Exception exception)
        {
            Queue(before, catalog => QueuedCatalog = catalog);
            Fail(batches, commands, exception);
            return;
        }

        Complete(batches);
        Release(isDurable: true);
        commands.ForEach(command => command.Complete(null));
        if (_commits != count)
        {
            Times.Add(Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Takes what waits, up to the first that changes what is in force, which is the last of its commit; and so many, since callers wait for all.</summary>
    private List<CommitCommand> TakeCommands()
    {
        var commands = new List<CommitCommand>();
        while (commands.Count < MostCommands && commands is not [.., { Catalog: not null } or { IsLast: true }] && _commands.TryDequeue(out var command))
        {
            commands.Add(command);
        }

        return commands;
    }

    /// <summary>Whether batches have rows.</summary>
    private bool Check(IReadOnlyList<CommitBatch> batches)
    {
        var hasRows = false;
        for (var index = 0; index < batches.Count; index++)
        {
            var batch = batches[index];
            if (batch.Epoch != _epoch && !batch.IsEmpty)
            {
                throw new StoreException(raw.SQLITE_ABORT, "a part of the commit builds on one that failed");
            }

            if (batch.Broken is { } broken)
            {
                throw new StoreException(raw.SQLITE_ABORT, broken.Message);
            }

            hasRows |= batch.HasRows;
        }

        return hasRows;
    }

    private void Write(IReadOnlyList<CommitBatch> batches, List<CommitCommand> commands, PersonCommit[] people, CatalogInForce before)
    {
        _session.Begin();
        _session.Insert(batches);
        if (people.Length > 0)
        {
            _people.Write(people, _session, before, _epoch);
        }

        foreach (var command in commands)
        {
            if (command.Change is { } change)
            {
                _session.Run(change);
            }
        }

        _session.Commit();
        Interlocked.Increment(ref _commits);
        Volatile.Write(ref _committed, _session.Committed);
        CommitDone(_session.NewEvents, _session.EarliestWake, commands.Count == 0 ? null : commands[^1].Catalog);
    }

    private void Complete(IReadOnlyList<CommitBatch> batches)
    {
        for (var index = 0; index < batches.Count; index++)
        {
            var batch = batches[index];
            _partitions[index].Durable(batch);
            foreach (var waiter in batch.Waiters)
            {
                waiter.Committed();
            }

            batch.Done();
        }
    }

    private void Fail(IReadOnlyList<CommitBatch> batches, List<CommitCommand> commands, Exception exception)
    {
        var fault = exception is StoreException store ? store.ToFault() : new StoreFault("internal_error", $"a commit failed: {exception.Message}");
        LogFailed(_log, exception is StoreException ? null : exception, fault.Code, fault.Message);
        _session.Rollback();
        _recovery.Begin(fault, isOfTheStore: exception is not StoreException { ResultCode: raw.SQLITE_ABORT });
        Interlocked.Increment(ref _epoch);
        Release(isDurable: false);
        foreach (var batch in batches)
        {
            batch.Waiters.ForEach(waiter => waiter.Failed(fault));
        }

        commands.ForEach(command => command.Complete(fault));
        RefuseWaiting(fault);
        Array.ForEach(_partitions, partition => partition.Wake());
    }

    /// <summary>The actors that were held are their partitions' again: as the commit left them, or as they were.</summary>
    private void Release(bool isDurable)
    {
        if (_people.Holds.Count == 0)
        {
            return;
        }

        Queue(isDurable, durable =>
        {
            Redirects.Take(durable ? _people.Redirects : []);
            foreach (var hold in _people.Holds)
            {
                hold.IsWritten &= durable;
                hold.Partition.Post(new HoldRelease(hold));
            }

            Array.ForEach(Held.Release(), waiting => waiting());
        });
    }

    private void RefuseWaiting(StoreFault fault)
    {
        while (_commands.TryDequeue(out var command))
        {
            command.Complete(fault);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A commit failed ({Code}): {Reason}. Signals are refused until writing works again.")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string code, string reason);
}
