using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>One thread that owns a share of the profiles: all that happens to one of them happens here, one turn after the other.</summary>
/// <remarks>
/// A turn changes states in memory and adds rows to the current batch. At a cut the batch goes to the writer, and the next turns go
/// on while it is committed.
/// </remarks>
internal sealed partial class Partition
{
    private readonly PartitionContext _context;
    private readonly ConcurrentQueue<PartitionWork> _queue = new();
    private readonly ConcurrentQueue<ProfileSlot> _snapshotRequests = new();
    private readonly WorkSignal _signal = new();
    private readonly Lock _turn = new();
    private readonly Queue<CommitBatch> _inFlight = new();
    private readonly Stack<CommitBatch> _free = new();
    private readonly Queue<(ProfileSlot Slot, int Bytes)> _leaving = new();
    private readonly ProfileEffects _effects = new();
    private readonly Thread _thread;
    private readonly long _budget;
    private CommitBatch _batch;
    private long _sequence;
    private long _durable;
    private long _reserved;
    private long _nextWake = Instant.Never.Ticks;
    private int _epoch;
    private volatile bool _stopping;
    private volatile bool _abandoned;
    private volatile bool _ended;
    private volatile bool _hasLeaving;
    private bool _isBroken;

    public Partition(PartitionContext context, ProfileMachine machine, int index)
    {
        _context = context;
        Machine = machine;
        _budget = context.Options.MemoryBudget / context.Options.Partitions;
        _epoch = context.Writer.Epoch;
        _batch = NextBatch();
        _thread = new Thread(Work) { IsBackground = true, Name = $"persona partition {index}" };
    }

    /// <summary>The catalog and population that profiles are evaluated under.</summary>
    public ProfileMachine Machine { get; private set; }

    /// <summary>The profiles in memory.</summary>
    public ProfileTable Profiles { get; } = new();

    /// <summary>The wake-ups of the profiles in memory.</summary>
    public WakeHeap Wakes { get; } = new();

    /// <summary>The batch that this turn's rows go into.</summary>
    public CommitBatch Batch => _batch;

    public PartitionContext Context => _context;

    /// <summary>Scratch room of the turn that runs.</summary>
    public List<ProfileSlot?> Found { get; } = [];

    /// <summary>The earliest wake-up in memory; read by the schedule.</summary>
    public Instant NextWake => new(Volatile.Read(ref _nextWake));

    /// <summary>The newest batch that is durable.</summary>
    public long DurableSequence => Volatile.Read(ref _durable);

    /// <summary>Signals that wait or are not durable yet.</summary>
    public long Reserved => Volatile.Read(ref _reserved);

    public void Start() => _thread.Start();

    /// <summary>Keeps room for signals; false when there is not enough. A call larger than the whole queue is taken when the queue is empty.</summary>
    public bool TryReserve(int signals)
    {
        var after = Interlocked.Add(ref _reserved, signals);
        if (after <= _context.Options.QueueCapacity || after == signals)
        {
            return true;
        }

        Interlocked.Add(ref _reserved, -signals);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Release(int signals) => Interlocked.Add(ref _reserved, -signals);

    public void Post(PartitionWork work)
    {
        _queue.Enqueue(work);
        _signal.Set();
        if (_ended)
        {
            FailRest();
        }
    }

    /// <summary>
    /// Answers a read on the caller's thread where nothing waits and the answer needs no change: the profile is in memory, evaluated under
    /// the catalog in force, durable, and nothing of it is due. False otherwise; then the read must be posted.
    /// </summary>
    /// <remarks>Two changes of thread cost more than most reads; a turn holds the lock, so that it never meets one.</remarks>
    public bool TryRead<T>(ProfileId id, Func<ProfileMachine, ProfileSlot, Instant, T> read, [NotNullWhen(true)] out T? answer)
        where T : class
    {
        answer = null;
        if (!_queue.IsEmpty || !_turn.TryEnter())
        {
            return false;
        }

        try
        {
            if (!_queue.IsEmpty || _epoch != _context.Writer.Epoch || !Profiles.TryGet(id, out var slot) || slot.State is not { } state
                || !ReferenceEquals(slot.Machine, Machine) || slot.LastBatch > DurableSequence)
            {
                return false;
            }

            var now = Instant.Max(_context.Time.Now, state.AsOf);
            if (state.WakeAt <= now)
            {
                return false;
            }

            slot.IsReferenced = true;
            answer = read(Machine, slot, now);
            return true;
        }
        finally
        {
            _turn.Exit();
        }
    }

    /// <summary>Wakes the thread: a commit failed, or there is work beside the queue.</summary>
    public void Nudge() => _signal.Set();

    /// <summary>The writer asks for a snapshot.</summary>
    public void RequestSnapshot(ProfileSlot slot)
    {
        _snapshotRequests.Enqueue(slot);
        _signal.Set();
    }

    /// <summary>The writer made a batch durable.</summary>
    public void Durable(CommitBatch batch)
    {
        Volatile.Write(ref _durable, batch.Sequence);
        if (_stopping || _hasLeaving)
        {
            _signal.Set();
        }
    }

    /// <summary>Takes what still waits, and ends.</summary>
    public void Stop()
    {
        _stopping = true;
        _signal.Set();
        _thread.Join();
        _ended = true;
        FailRest();
    }

    /// <summary>Ends at once, as a killed process does.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Stop();
    }

    private void FailRest()
    {
        while (_queue.TryDequeue(out var work))
        {
            work.Fail(StoreFault.Closing);
        }
    }

    private void Work()
    {
        while (!_abandoned)
        {
            bool worked;
            lock (_turn)
            {
                worked = Turn();
            }

            // Before it waits: what was tidied up must be committed too when nothing else comes.
            if (!_batch.IsEmpty)
            {
                _context.Writer.Want();
            }

            if (!worked)
            {
                if (_stopping)
                {
                    return;
                }

                _signal.Wait();
            }
        }
    }

    /// <summary>Does the next thing; false when there is nothing to do.</summary>
    private bool Turn()
    {
        if (_epoch != _context.Writer.Epoch)
        {
            BeginEpoch();
        }

        if (_queue.TryDequeue(out var work))
        {
            Run(work);
            return true;
        }

        return !_stopping && Tidy();
    }

    private void Run(PartitionWork work)
    {
        try
        {
            work.Run(this);
        }
        catch (StoreException exception)
        {
            GiveUp(exception.ToFault());
            work.Fail(exception.ToFault());
        }
        catch (Exception exception)
        {
            // A fault of this program must not end the thread that a share of all profiles lives on. What the turn did to them is not
            // known, so everything that is not durable is thrown away and read again.
            LogBroken(_context.Log, exception);
            var fault = new StoreFault("internal_error", $"a turn failed: {exception.Message}");
            _isBroken = true;
            GiveUp(fault);
            work.Fail(fault);
        }

        TakeBackUnwritten();
        Volatile.Write(ref _nextWake, Wakes.Next.Ticks);
        _context.Alarm.Hint(Wakes.Next);
        TrimMemory();
    }

    /// <summary>A turn failed. Where it stopped in the middle of a change, the epoch ends with it.</summary>
    private void GiveUp(StoreFault fault)
    {
        CloseLoader();
        _effects.Clear();
        if (_isBroken)
        {
            _isBroken = false;
            _batch.Broken = fault.Message;
        }
    }

    /// <summary>Takes the current batch out and begins the next.</summary>
    public CommitBatch Detach()
    {
        TakeSnapshotRequests();
        RenewSnapshots();
        var batch = _batch;

        // Under a clock of signals a crash must not leave a time beyond calls that are not durable yet: their senders send them again.
        batch.Clock = _context.Calls.Until(_context.Time.Now);
        _inFlight.Enqueue(batch);
        _batch = NextBatch();
        return batch;
    }

    private CommitBatch NextBatch()
    {
        while (_inFlight.TryPeek(out var oldest) && oldest.IsDone)
        {
            _free.Push(_inFlight.Dequeue());
        }

        var batch = _free.TryPop(out var free) ? free : new CommitBatch(this);
        batch.Begin(++_sequence, _epoch, Machine.Catalog.Version);
        return batch;
    }

    [LoggerMessage(10, LogLevel.Critical, "A turn of a partition failed.")]
    private static partial void LogBroken(ILogger logger, Exception exception);
}
