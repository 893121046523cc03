using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using SQLitePCL;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The one thread that writes: it commits what all partitions gathered in one transaction, then completes their callers.</summary>
/// <remarks>
/// A cut through the queues of all partitions says what a commit holds. While it is written and synced to disk, the partitions apply what
/// lies behind the cut. A failed commit ends an epoch: every batch begun in it is
/// refused, partitions throw the states it touched away, and nothing more is taken until a trial write succeeds.
/// </remarks>
internal sealed partial class CommitWriter
{
    private readonly EmbeddedGridOptions _options;
    private readonly CommitSession _session;
    private readonly SnapshotBacklog _backlog;
    private readonly EventFeed _feed;
    private readonly ILogger _log;
    private readonly Lock _queueing = new();
    private readonly ConcurrentQueue<CommitCommand> _commands = new();
    private readonly WorkSignal _signal = new();
    private readonly List<CommitBatch> _taken = [];
    private readonly Thread _thread;
    private StoreFault? _fault;
    private CommitState _committed;
    private long _profiles;
    private long _commits;
    private TaskCompletionSource _healthy = Completed();
    private int _epoch = 1;
    private Partition[] _partitions = [];
    private volatile bool _wanted;
    private volatile bool _stopping;
    private volatile bool _abandoned;
    private volatile bool _ended;

    public CommitWriter(EmbeddedGridOptions options, CommitSession session, SnapshotBacklog backlog, EventFeed feed, long profiles, ILogger log)
    {
        (_options, _session, _backlog, _feed, _profiles, _log) = (options, session, backlog, feed, profiles, log);
        _committed = session.Committed;
        _thread = new Thread(Work) { IsBackground = true, Name = "persona commit" };
    }

    /// <summary>What is durable.</summary>
    public CommitState Committed => Volatile.Read(ref _committed);

    /// <summary>Commits since the start.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Profiles that are durable.</summary>
    public long Profiles => Interlocked.Read(ref _profiles);

    /// <summary>Why nothing can be made durable now; null when it can.</summary>
    public StoreFault? Fault => Volatile.Read(ref _fault);

    /// <summary>Rises with each failed commit.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>A snapshot that says when its profile must wake is durable.</summary>
    public Action<Instant>? WakeCommitted { get; set; }

    /// <summary>A commit failed; a new epoch begins.</summary>
    public Action? Failed { get; set; }

    /// <summary>Done while the store can be written; during a fault, done when that is over.</summary>
    public Task Healthy => Volatile.Read(ref _healthy).Task;

    public void Start(Partition[] partitions)
    {
        _partitions = partitions;
        _thread.Start();
    }

    /// <summary>A partition has something to make durable.</summary>
    public void Want()
    {
        if (!_wanted)
        {
            _wanted = true;
            _signal.Set();
        }
    }

    /// <summary>Queues work in several partitions as one: every cut has all of it on one side.</summary>
    public void Queue<T>(T work, Action<T> post)
    {
        lock (_queueing)
        {
            post(work);
        }
    }

    /// <summary>Runs a change in a transaction of its own.</summary>
    /// <returns>Null when it is durable, else why not.</returns>
    public Task<StoreFault?> RunAsync(Action<StoreConnection, CommitState> command, int? countAnewUnder = null)
    {
        var request = new CommitCommand(command, countAnewUnder);
        _commands.Enqueue(request);
        _signal.Set();
        if (_ended)
        {
            RefuseWaiting(StoreFault.Closing);
        }

        return request.Task;
    }

    /// <summary>Commits what was handed over, then ends.</summary>
    public void Stop()
    {
        _stopping = true;
        _signal.Set();
        _thread.Join();
        _ended = true;
        RefuseWaiting(StoreFault.Closing);
    }

    /// <summary>Ends without committing what was handed over, as a killed process does.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Stop();
    }

    private void Work()
    {
        while (!_abandoned)
        {
            if (Fault is not null)
            {
                WaitOutFault();
            }
            else if (_commands.TryDequeue(out var command))
            {
                Run(command);
            }
            else if (_wanted)
            {
                _wanted = false;
                Commit();
            }
            else if (_stopping)
            {
                return;
            }
            else
            {
                _signal.Wait();
            }
        }
    }

    private void Commit()
    {
        var cut = new Cut();
        Queue(cut, each => Array.ForEach(_partitions, partition => partition.Post(each.For(partition))));
        try
        {
            if (Gather(cut))
            {
                _session.Commit();
                Publish();
            }
        }
        catch (StoreException exception)
        {
            while (_taken.Count < _partitions.Length)
            {
                _taken.Add(cut.Take());
            }

            Fail(exception.ToFault());
            return;
        }

        _taken.ForEach(Complete);
        _taken.Clear();
    }

    /// <summary>Puts everything before the cut into one transaction, as it arrives; false when that is no row at all.</summary>
    private bool Gather(Cut cut)
    {
        var begun = false;
        while (_taken.Count < _partitions.Length)
        {
            var batch = cut.Take();
            _taken.Add(batch);
            if (batch.Epoch != _epoch && !batch.IsEmpty)
            {
                throw new StoreException(raw.SQLITE_ABORT, "a part of the commit builds on one that failed");
            }

            if (batch.Broken is { } reason)
            {
                throw new StoreException(raw.SQLITE_INTERNAL, reason);
            }

            if (batch.HasRows)
            {
                if (!begun)
                {
                    begun = true;
                    _session.Begin();
                }

                _session.Insert(batch);
            }
        }

        return begun;
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }

    private void Publish()
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _profiles, _session.NewProfiles);
        Volatile.Write(ref _committed, _session.Committed);
        _feed.Publish(_session.NewEvents);
        if (_session.EarliestWake != Instant.Never)
        {
            WakeCommitted?.Invoke(_session.EarliestWake);
        }

        _backlog.Request(_session.Committed.Position - _options.SnapshotLag);
    }

    private static void Complete(CommitBatch batch)
    {
        batch.Partition.Durable(batch);
        foreach (var waiter in batch.Waiters)
        {
            waiter.Committed();
        }

        batch.Done();
    }
}
