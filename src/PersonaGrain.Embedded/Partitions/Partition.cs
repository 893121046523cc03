using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Observing;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Threads;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>Owns a share of the actors: all that happens to one of them happens here, one turn after the other, on one thread.</summary>
/// <remarks>
/// A turn changes states in memory and adds rows to the current batch. At a commit barrier the batch goes to the writer, and the next turns
/// go on while it is committed.
/// </remarks>
internal sealed partial class Partition : Fiber
{
    /// <summary>Ends of journals that a checkpoint stores with one batch.</summary>
    private const int HeadsOfABatch = 4_096;

    /// <summary>Calls that are taken before the partitions of other grids on the thread have their turn: a few milliseconds of full batches.</summary>
    private const int TurnsOfASlice = 8;

    private readonly WorkQueue _queue;
    private readonly List<PartitionWork> _afterLongTurns = [];
    private readonly Lock _turn = new();
    private readonly MemoryAccount _account;
    private readonly Func<CatalogInForce> _inForce;
    private int _epoch;
    private volatile bool _abandoned;

    /// <summary>A partition that is not started.</summary>
    /// <param name="context">What it shares with others.</param>
    /// <param name="inForce">What is in force and durable: after a failure it goes on from there.</param>
    /// <param name="account">What the partitions of its thread may hold together.</param>
    /// <param name="index">Its place among the partitions.</param>
    public Partition(PartitionContext context, Func<CatalogInForce> inForce, MemoryAccount account, int index)
    {
        (Context, _inForce, _account, Index) = (context, inForce, account, index);
        _queue = new WorkQueue(Wake);
        Batches = new BatchStream(context.Blocks, context.Names);
        var heads = new HeadLog();
        Reader = new PartitionReader(context, Batches);
        Writer = new TurnWriter(context, Actors, Batches, heads);
        Turns = new TurnRunner(context, Actors, Writer, Reader, () => new TurnStorage(Reader, Batches, context))
        {
            Catalog = inForce(),
            LongTurnDone = turn => Post(new LongTurnEnd(turn)),
        };
        Memory = new ActorMemory(context, account, Actors, Batches, Writer, Wake);
        Calls = new CallIntake(context, Actors, Turns);
        Room = new QueueRoom(context.Options.QueueCapacity);
        Begin();
        account.Join(Memory);
    }

    /// <summary>What it shares with others.</summary>
    public PartitionContext Context { get; }

    /// <summary>Its place among the partitions.</summary>
    public int Index { get; }

    /// <summary>The actors in memory.</summary>
    public ActorTable Actors { get; } = new();

    /// <summary>What it gathers for commits.</summary>
    public BatchStream Batches { get; }

    /// <summary>Runs turns.</summary>
    public TurnRunner Turns { get; }

    /// <summary>Puts what turns did into batches.</summary>
    public TurnWriter Writer { get; }

    /// <summary>Takes the parts of calls.</summary>
    public CallIntake Calls { get; }

    /// <summary>Lets idle actors go.</summary>
    public ActorMemory Memory { get; }

    /// <summary>How many signals may wait.</summary>
    public QueueRoom Room { get; }

    private PartitionReader Reader { get; }

    /// <summary>Hands it something to do.</summary>
    public void Post(PartitionWork work) => _queue.Add(work);

    /// <summary>Keeps work until the long turns that are under way have ended.</summary>
    public void RunAfterLongTurns(PartitionWork work) => _afterLongTurns.Add(work);

    /// <summary>Tells a waiter when everything that was done so far is durable.</summary>
    public void WhenDurable(ICommitWaiter waiter)
    {
        if (Context.Writer.Fault is { } fault)
        {
            waiter.Failed(fault);
        }
        else
        {
            Batches.Current.Waiters.Add(waiter);
        }
    }

    /// <summary>
    /// Reads on the caller's thread where nothing waits and the answer needs no change: the actor is in memory, evaluated under what is in
    /// force, durable, and nothing of it is due. False otherwise; then the read must be posted.
    /// </summary>
    /// <remarks>Two changes of thread cost more than most reads; a turn holds the lock, so that it never meets one.</remarks>
    public bool TryRead<T>(ActorId id, Func<ActorSlot, Time.Instant, T> read, [NotNullWhen(true)] out T? answer)
        where T : class
    {
        answer = null;
        if (!_queue.IsEmpty || !_turn.TryEnter())
        {
            return false;
        }

        try
        {
            if (!_queue.IsEmpty || _epoch != Context.Writer.Epoch || !Actors.TryGet(id, out var slot) || !Turns.IsReady(slot)
                || slot.Actor is not { Exists: true } actor || slot.LastBatch > Batches.Durable || slot.Hold is not null)
            {
                return false;
            }

            var now = Time.Instant.Max(Context.Now, Time.Instant.Max(actor.AsOf, Turns.Catalog.Since));
            if (actor.WakeAt <= now)
            {
                return false;
            }

            slot.IsReferenced = true;
            answer = read(slot, now);
            return answer is not null;
        }
        finally
        {
            _turn.Exit();
        }
    }

    /// <summary>The writer made a batch durable.</summary>
    public void Durable(CommitBatch batch)
    {
        Batches.SetDurable(batch);
        if (Memory.IsWaiting || _queue.IsStopping)
        {
            Wake();
        }
    }

    /// <summary>Takes the current batch out at a commit barrier, goes over to another catalog there, and begins the next batch.</summary>
    public CommitBatch Detach(CommitBarrier barrier)
    {
        Batches.Current.Journal.CloseBlock();
        if (barrier.Checkpoint > Writer.Heads.Checkpoint)
        {
            Writer.Heads.Begin(barrier.Checkpoint, Batches.NextBlock);
        }

        Writer.Heads.Store(Batches.Current, barrier.IsLast ? int.MaxValue : HeadsOfABatch);

        // Under a clock of signals a crash must not leave a time beyond calls that are not durable yet: their senders send them again.
        var batch = Batches.Detach(Context.Now, _epoch);
        Writer.Heads.Durable(Batches.Durable);
        Turns.Catalog = barrier.Catalog ?? Turns.Catalog;
        return batch;
    }

    /// <summary>Takes what still waits, and ends.</summary>
    public async Task StopAsync()
    {
        _queue.Stop();
        await Ended;
        _account.Leave(Memory);

        // Who waits for what was not committed any more is told so; a clean end has left nobody.
        foreach (var batch in Batches.TakeFailed())
        {
            batch.Waiters.ForEach(static waiter => waiter.Failed(StoreFault.Closing));
        }

        _queue.Close();
        _afterLongTurns.ForEach(work => work.Fail(StoreFault.Closing));
        Reader.Dispose();
    }

    /// <summary>Ends at once, as a killed process does.</summary>
    public Task AbandonAsync()
    {
        _abandoned = true;
        return StopAsync();
    }

    private void Begin()
    {
        _epoch = Context.Writer.Epoch;
        Batches.Begin(_epoch);
    }

    protected override Slice RunSlice()
    {
        for (var turns = 0; turns < TurnsOfASlice; turns++)
        {
            if (_abandoned)
            {
                return Slice.Ended;
            }

            bool worked;
            lock (_turn)
            {
                worked = Turn();
            }

            // Before it sleeps: what was tidied up must be committed too when nothing else comes.
            if (!Batches.Current.IsEmpty)
            {
                Context.Writer.Want();
            }

            if (!worked)
            {
                return _queue.IsStopping ? Slice.Ended : Slice.Done;
            }
        }

        return Slice.More;
    }

    /// <summary>Does the next thing; false when there is nothing to do.</summary>
    private bool Turn()
    {
        if (_epoch != Context.Writer.Epoch)
        {
            BeginEpoch();
        }

        if (_queue.TryTake(out var work))
        {
            Run(work);
            return true;
        }

        return !_queue.IsStopping && Memory.Tidy();
    }

    /// <summary>A commit failed: what is not durable is as if it had not been.</summary>
    private void BeginEpoch()
    {
        var fault = Context.Writer.Fault ?? new StoreFault("store_error", "a commit failed");
        Reader.Dispose();
        Memory.Reset();
        var failed = Batches.TakeFailed();
        failed.ForEach(Undo);
        var waiters = failed[0].Waiters.ToArray();
        Writer.Heads.Restart();
        GoBackTo(_inForce());
        Begin();
        foreach (var turn in Turns.LongTurns)
        {
            turn.IsLost = true;
        }

        Array.ForEach(waiters, waiter => waiter.Failed(fault));
    }

    private void Undo(CommitBatch batch)
    {
        foreach (var touched in batch.Touched)
        {
            var slot = touched.Slot;
            (slot.Head, slot.Sequence, slot.LastBatch, slot.IsNew) = (touched.Head, touched.Sequence, 0, false);
            if (!touched.IsNew)
            {
                Writer.Heads.Changed(slot);
                Turns.ThrowAway(slot);
            }
            else if (slot.Index >= 0)
            {
                Writer.Heads.Forget(slot);
                Actors.Remove(slot);
            }
        }
    }

    /// <summary>What is in force is again what was, where its change was in the commit that failed.</summary>
    private void GoBackTo(CatalogInForce inForce)
    {
        if (ReferenceEquals(Turns.Catalog, inForce))
        {
            return;
        }

        foreach (var slot in Actors.ToArray())
        {
            if (ReferenceEquals(slot.Actor?.Catalog, Turns.Catalog))
            {
                Turns.ThrowAway(slot);
            }
        }

        Turns.Catalog = inForce;
    }

    private void Run(PartitionWork work)
    {
        try
        {
            work.Run(this);
        }
        catch (StoreException exception)
        {
            Reader.Dispose();
            work.Fail(exception.ToFault());
        }
        catch (Exception exception)
        {
            // A fault of this program must not end the thread that a share of all actors lives on. What the work did to them is not known,
            // so everything that is not durable is thrown away and read again.
            LogBroken(Context.Log, exception);
            var fault = new StoreFault("internal_error", $"a turn failed: {exception.Message}");
            Batches.Current.Broken = fault;
            work.Fail(fault);
        }

        foreach (var slot in Writer.TakeUnwritten())
        {
            Turns.ThrowAway(slot);
        }

        if (Turns.LongTurns.Count == 0 && _afterLongTurns.Count > 0)
        {
            _afterLongTurns.ForEach(Post);
            _afterLongTurns.Clear();
        }

        Memory.Trim();
    }

    [LoggerMessage(10, LogLevel.Critical, "A turn of a partition failed.")]
    private static partial void LogBroken(ILogger logger, Exception exception);
}
