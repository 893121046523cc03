using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The one thread that writes: it commits what all partitions gathered in one transaction, then completes their callers.</summary>
/// <remarks>
/// While a commit is synced to disk, the partitions apply the next batches. A failed commit ends an epoch: every batch begun in it is
/// refused, partitions throw the states it touched away, and nothing more is taken until a trial write succeeds.
/// </remarks>
internal sealed partial class CommitWriter
{
    private readonly EmbeddedGridOptions _options;
    private readonly CommitSession _session;
    private readonly SnapshotBacklog _backlog;
    private readonly EventFeed _feed;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<CommitBatch> _inbox = new();
    private readonly ConcurrentQueue<CommitCommand> _commands = new();
    private readonly WorkSignal _signal = new();
    private readonly List<CommitBatch> _taken = [];
    private readonly Thread _thread;
    private StoreFault? _fault;
    private StoreFault? _requestedFault;
    private CommitState _committed;
    private long _profiles;
    private TaskCompletionSource _healthy = Completed();
    private int _epoch = 1;
    private volatile bool _hungry;
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

    /// <summary>Profiles that are durable.</summary>
    public long Profiles => Interlocked.Read(ref _profiles);

    /// <summary>Why nothing can be made durable now; null when it can.</summary>
    public StoreFault? Fault => Volatile.Read(ref _fault);

    /// <summary>Rises with each failed commit.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>The writer has nothing to do: hand over what is there instead of gathering more.</summary>
    public bool IsHungry => _hungry;

    /// <summary>A snapshot that says when its profile must wake is durable.</summary>
    public Action<Instant>? WakeCommitted { get; set; }

    /// <summary>A commit failed; a new epoch begins.</summary>
    public Action? Failed { get; set; }

    /// <summary>Done while the store can be written; during a fault, done when that is over.</summary>
    public Task Healthy => Volatile.Read(ref _healthy).Task;

    public void Start() => _thread.Start();

    public void Push(CommitBatch batch)
    {
        _inbox.Enqueue(batch);
        _signal.Set();
    }

    /// <summary>Runs a change in a transaction of its own.</summary>
    /// <returns>Null when it is durable, else why not.</returns>
    public Task<StoreFault?> RunAsync(Action<StoreConnection, CommitState> command)
    {
        var request = new CommitCommand(command);
        _commands.Enqueue(request);
        _signal.Set();
        if (_ended)
        {
            RefuseWaiting(StoreFault.Closing);
        }

        return request.Task;
    }

    /// <summary>Ends the epoch: what a partition has in memory can not be trusted.</summary>
    public void RequestFailure(StoreFault fault)
    {
        Interlocked.CompareExchange(ref _requestedFault, fault, null);
        _signal.Set();
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
            if (Interlocked.Exchange(ref _requestedFault, null) is { } requested)
            {
                Fail(requested);
            }

            if (Fault is not null)
            {
                WaitOutFault();
            }
            else if (_commands.TryDequeue(out var command))
            {
                Run(command);
            }
            else if (_inbox.TryDequeue(out var batch))
            {
                _hungry = false;
                Commit(batch);
            }
            else if (_stopping)
            {
                return;
            }
            else
            {
                _hungry = true;
                _signal.Wait();
            }
        }
    }

    private void Commit(CommitBatch first)
    {
        try
        {
            if (Gather(first))
            {
                _session.Commit();
                Publish();
            }
        }
        catch (StoreException exception)
        {
            Fail(exception.ToFault());
            return;
        }

        foreach (var batch in _taken)
        {
            Complete(batch);
        }

        _taken.Clear();
    }

    /// <summary>Puts everything that is handed over into one transaction; false when that is no row at all.</summary>
    private bool Gather(CommitBatch first)
    {
        var begun = false;
        var signals = 0;
        CommitBatch? batch = first;
        do
        {
            _taken.Add(batch);
            if (batch.Epoch != _epoch || Array.Exists(batch.Companions, companion => companion.Epoch != _epoch))
            {
                _taken.RemoveAt(_taken.Count - 1);
                Refuse(batch, new StoreFault("store_error", "an earlier commit failed"));
            }
            else if (batch.HasRows || batch.Companions.Length > 0)
            {
                if (!begun)
                {
                    begun = true;
                    _session.Begin();
                }

                _session.Insert(batch);
                signals += batch.Signals.Count;
            }
        }
        while (signals < _options.CommitSignals && _inbox.TryDequeue(out batch));

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
        foreach (var companion in batch.Companions)
        {
            Complete(companion);
        }

        foreach (var waiter in batch.Waiters)
        {
            waiter.Committed();
        }

        batch.Done();
    }

    private static void Refuse(CommitBatch batch, StoreFault fault)
    {
        foreach (var companion in batch.Companions)
        {
            Refuse(companion, fault);
        }

        foreach (var waiter in batch.Waiters)
        {
            waiter.Failed(fault);
        }
    }
}
