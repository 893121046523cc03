using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Runs the turns of one partition's actors, one after the other, and puts what they did into the partition's batch.</summary>
/// <remarks>A turn that fails adds nothing: its actor is thrown away and loaded again when it is next asked for.</remarks>
internal sealed class TurnRunner(PartitionContext context, ActorTable actors, TurnWriter writer, PartitionReader reader, Func<TurnStorage> newStorage)
{
    private readonly List<LongTurn> _long = [];
    private TurnStorage _storage = newStorage();
    private ActorTurn _turn = new();

    /// <summary>What actors are evaluated under; changed at commit barriers.</summary>
    public required CatalogInForce Catalog { get; set; }

    /// <summary>Called on any thread when a long turn is to be ended on the partition's.</summary>
    public required Action<LongTurn> LongTurnDone { get; init; }

    /// <summary>Turns that read long histories beside the partition.</summary>
    public IReadOnlyList<LongTurn> LongTurns => _long;

    /// <summary>Finds an actor in memory or in the store; one that the store does not have is new, and not in memory.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public ActorSlot Find(ActorId id)
    {
        if (!actors.TryGet(id, out var slot))
        {
            slot = new ActorSlot(id) { IsHeadStored = true };
            if (reader.Loader.TryFind(id, out var address))
            {
                (slot.Key, slot.Head, slot.Sequence) = (address.Key, address.Head, address.Sequence);
                writer.Heads.Returned(slot);
                slot.LongHistory = slot.Sequence > context.Options.LongHistory ? context.LongHistories.Add(id) : null;
                actors.Add(slot);
            }
        }

        slot.IsReferenced = true;
        return slot;
    }

    /// <summary>Whether a turn of the actor needs nothing from the store before it begins.</summary>
    public bool IsReady(ActorSlot slot) => slot.LongTurn is null && ReferenceEquals(slot.Actor?.Catalog, Catalog);

    /// <summary>Brings an actor to memory, under what is in force and up to an instant, before it takes signals.</summary>
    /// <exception cref="ActorDamagedException">The actor can not be read.</exception>
    /// <exception cref="StoreException">The store can not be read; or a long history is to be read first, which <see cref="Start"/> does.</exception>
    public void Prepare(ActorSlot slot, Instant now, in Intake intake)
    {
        if (slot.LongTurn is not null)
        {
            throw HistoryIsRead(slot);
        }

        if (!TryBegin(slot, now, intake, out var pending))
        {
            StartLong(slot, pending, null, goesOn: true);
            throw HistoryIsRead(slot);
        }

        End(slot, _turn, null);
    }

    /// <summary>Takes signals of an actor that is ready, at one instant.</summary>
    /// <exception cref="ActorDamagedException">The actor can not go on; nothing was taken.</exception>
    /// <exception cref="StoreException">The store can not be read; nothing was taken.</exception>
    public void Observe(ActorSlot slot, ReadOnlyMemory<Signal> signals, Instant now, in Intake intake, Memory<ObservationOutcome> outcomes)
    {
        try
        {
            _turn.Begin(slot.Actor!, Catalog, now, intake);
            _storage.Begin(slot);
            var existed = slot.Actor!.Exists;
            Require(_turn.PrepareAsync(_storage, context.Stopping));
            var taking = _turn.ObserveAsync(signals, intake, outcomes, _storage, context.Stopping);
            if (!existed && slot.Key != 0)
            {
                writer.CountFirst(slot);
            }

            if (!taking.IsCompleted)
            {
                // What the signals did is known; what it changes is told when the history was read.
                var (turn, storage) = (_turn, _storage);
                StartLong(slot, taking.AsTask(), null).Written = writer.WriteBegun(slot, turn);
                storage.GoOn();
                return;
            }

            AtOnce.Done(taking);
            if (!intake.IsEvaluatedLater)
            {
                _turn.Advance();
            }
        }
        catch (Exception exception)
        {
            throw Explain(slot, exception);
        }

        writer.Write(slot, _turn);
    }

    /// <summary>Runs something on an actor, now or when what it waits for is there.</summary>
    /// <param name="task">What to run.</param>
    /// <param name="now">When; null for the time up to which everything is known.</param>
    /// <param name="settlesNow">What was to be evaluated later is evaluated as of then, and not as of when the actor was last live.</param>
    public void Start(IActorTask task, Instant? now = null, bool settlesNow = false)
    {
        try
        {
            var slot = Find(task.Actor);
            if (slot.LongTurn is { } running)
            {
                running.Add(task);
            }
            else if (slot.Hold is { } hold)
            {
                hold.Add(task);
            }
            else if (slot.Key == 0 && !task.Creates)
            {
                task.Run(null, _turn);
                task.Ended(null);
            }
            else if (TryBegin(slot, now ?? context.Now, new Intake(IsEvaluatedLater: settlesNow), out var pending, task))
            {
                End(slot, _turn, task, advances: settlesNow);
            }
            else
            {
                StartLong(slot, pending, task, goesOn: true);
            }
        }
        catch (ActorDamagedException damage)
        {
            context.Damaged.Add(damage);
            task.Damaged(damage);
        }
        catch (StoreException exception)
        {
            reader.Dispose();
            task.Failed(exception.ToFault());
        }
    }

    /// <summary>Ends a turn that read a long history, and starts what waited for it.</summary>
    public void EndLong(LongTurn ended)
    {
        var slot = ended.Slot;
        _long.Remove(ended);
        slot.LongTurn = null;
        try
        {
            if (ended.IsLost)
            {
                throw new StoreException(SQLitePCL.raw.SQLITE_ABORT, "a commit failed meanwhile");
            }

            End(slot, ended.Turn, ended.Task, ended);
        }
        catch (ActorDamagedException damage)
        {
            context.Damaged.Add(damage);
            ended.Task?.Damaged(damage);
        }
        catch (StoreException exception)
        {
            ThrowAway(slot);
            ended.Task?.Failed(exception.ToFault());
        }

        foreach (var waiting in ended.Waiting)
        {
            Start(waiting);
        }
    }

    /// <summary>Leaves an actor to the writer, at a commit barrier; tells where its journal ends there.</summary>
    public void Hold(ActorHold hold)
    {
        try
        {
            if (hold.Fault is not null)
            {
                return;
            }

            var slot = Find(hold.Actor);
            hold.IsBusy = slot.LongTurn is not null;
            if (!hold.IsBusy)
            {
                (hold.Slot, hold.End, slot.Hold) = (slot, slot.Address, hold);
                AddNew(slot);
            }
        }
        catch (Exception exception)
        {
            // The barrier has to go on: who asked for the commit is told.
            reader.Dispose();
            hold.Fault = exception is StoreException store ? store.ToFault() : new StoreFault("internal_error", $"an actor can not be held: {exception.Message}");
        }
    }

    /// <summary>The writer is done with an actor that it held: where it added to the journal, the state is thrown away. Then what waited is started.</summary>
    public void Release(ActorHold hold)
    {
        if (hold.Slot is { } slot)
        {
            slot.Hold = null;
            if (hold.IsWritten && slot.Index >= 0)
            {
                writer.TakeOver(slot, hold.End);
                ThrowAway(slot);
            }
            else if (slot is { Key: 0, Index: >= 0 })
            {
                actors.Remove(slot);
            }
        }

        foreach (var waiting in hold.Waiting)
        {
            Start(waiting);
        }
    }

    /// <summary>Forgets a state; it is loaded again when it is next needed.</summary>
    public void ThrowAway(ActorSlot slot)
    {
        slot.Actor = null;
        if (slot.LongHistory is { } history)
        {
            history.ReadyFor = null;
        }

        if (slot.Index >= 0)
        {
            actors.Account(slot);
        }
    }

    /// <summary>Begins a turn; false where the actor is not there yet, since its turn waits for something.</summary>
    private bool TryBegin(ActorSlot slot, Instant now, in Intake intake, [NotNullWhen(false)] out Task? pending, IActorTask? task = null)
    {
        pending = null;
        try
        {
            slot.Actor ??= context.Options.Kinds.Create(slot.Id);
            _turn.Begin(slot.Actor, Catalog, now, intake);
            _storage.Begin(slot);
            var preparing = _turn.PrepareAsync(_storage, context.Stopping);
            if (!preparing.IsCompleted)
            {
                pending = task is null ? preparing.AsTask() : PrepareAndActAsync(preparing.AsTask(), task, _turn, _storage);
                return false;
            }

            Require(preparing);
            var acting = task is null ? default : task.ActAsync(_turn, _storage, context.Stopping);
            if (!acting.IsCompleted)
            {
                pending = acting.AsTask();
                return false;
            }

            AtOnce.Done(acting);
            return true;
        }
        catch (Exception exception)
        {
            throw Explain(slot, exception);
        }
    }

    /// <summary>Beside the partition: the turn and its storage are those of a long turn by then.</summary>
    private async Task PrepareAndActAsync(Task<int> preparing, IActorTask task, ActorTurn turn, TurnStorage storage)
    {
        Require(new ValueTask<int>(await preparing));
        await task.ActAsync(turn, storage, context.Stopping);
    }

    /// <summary>Ends a turn: its task looks at the actor, and what the turn did goes into the batch.</summary>
    private void End(ActorSlot slot, ActorTurn turn, IActorTask? task, LongTurn? ended = null, bool advances = false)
    {
        try
        {
            if (ended is not null)
            {
                AtOnce.Done(ended.Pending);
            }

            if (ended is not null || advances)
            {
                turn.Advance();
            }

            task?.Run(slot, turn);
        }
        catch (Exception exception)
        {
            throw Explain(slot, exception);
        }

        writer.Write(slot, turn, ended?.Written ?? 0);
        if (slot.LongHistory is { } history)
        {
            history.ReadyFor = turn.Actor.Catalog;
        }

        task?.Ended(slot);
    }

    /// <summary>One that nobody heard of yet is put into memory, so that whoever asks for it finds it.</summary>
    private void AddNew(ActorSlot slot)
    {
        if (slot.Index < 0)
        {
            actors.Add(slot);
        }
    }

    private LongTurn StartLong(ActorSlot slot, Task pending, IActorTask? task, bool goesOn = false)
    {
        var (started, storage) = (new LongTurn(slot, _turn, pending, task), _storage);
        (_turn, _storage, slot.LongTurn) = (new ActorTurn(), newStorage(), started);
        if (slot.LongHistory is { } history)
        {
            history.ReadyFor = null;
        }

        _long.Add(started);
        if (goesOn)
        {
            storage.GoOn();
        }

        _ = pending.ContinueWith(
            (_, state) => LongTurnDone((LongTurn)state!), started, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return started;
    }

    /// <summary>A turn failed: its actor is thrown away. A store that fails is everybody's fault; anything else is that of the actor alone.</summary>
    private Exception Explain(ActorSlot slot, Exception exception)
    {
        ThrowAway(slot);
        return exception switch
        {
            StoreException { IsDamage: false } => exception,
            OperationCanceledException => new StoreException(SQLitePCL.raw.SQLITE_INTERRUPT, StoreFault.Closing.Message),
            _ => new ActorDamagedException(slot.Id, exception),
        };
    }

    private static StoreException HistoryIsRead(ActorSlot slot) => new(SQLitePCL.raw.SQLITE_ABORT, $"the history of {slot.Id} is being read; send the call again");

    private static void Require(ValueTask<int> prepared)
    {
        if (AtOnce.Result(prepared) is > 0 and var newer)
        {
            throw new InvalidOperationException($"the actor has come to catalog {newer}, which the store does not have");
        }
    }
}
