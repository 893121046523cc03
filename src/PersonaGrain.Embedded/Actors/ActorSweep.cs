using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Following;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Has actors of one partition live up to now, each in a turn of its own; done when all that is durable. Damaged ones are passed over.</summary>
/// <param name="actors">The actors.</param>
/// <param name="until">Up to when they are woken; null where they are only to be of what is in force, as of the grid's time.</param>
/// <param name="settlesNow">What was to be evaluated later is evaluated as of then, and not as of when its actor was last live.</param>
internal sealed class ActorSweep(IReadOnlyList<KeyedActor> actors, Instant? until, bool settlesNow = false) : PartitionWork
{
    private readonly CommitTask _committed = new();
    private readonly List<UntoldActor> _untold = [];
    private Partition? _partition;
    private StoreFault? _fault;
    private int _open;

    /// <summary>Null when durable, else why not.</summary>
    public Task<StoreFault?> Task => _committed.Task;

    /// <summary>The actors with followers among those that were woken; to be looked at when it is done.</summary>
    public IReadOnlyList<UntoldActor> Untold => _untold;

    /// <summary>Events that it made.</summary>
    public int Events { get; private set; }

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        _partition = partition;
        if (partition.Context.Writer.Fault is { } fault)
        {
            _committed.Failed(fault);
            return;
        }

        // Looked at here and not where it is handed over: an import may have begun since, and its signals may have come first.
        if (partition.Context.Holds.Any && !settlesNow)
        {
            _committed.Failed(StoreFault.Importing);
            return;
        }

        var before = partition.Batches.Current.Events.Count;
        _open = actors.Count + 1;
        foreach (var actor in actors)
        {
            partition.Turns.Start(new Step(this, actor), until, settlesNow);
        }

        Events = partition.Batches.Current.Events.Count - before;
        End();
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _committed.Failed(fault);

    /// <summary>One is done; with the last one what is left is to be durable.</summary>
    private void End()
    {
        if (--_open > 0)
        {
            return;
        }

        if (_fault is { } fault)
        {
            _committed.Failed(fault);
        }
        else
        {
            _partition!.WhenDurable(_committed);
        }
    }

    /// <summary>The turn of one actor.</summary>
    private sealed class Step(ActorSweep sweep, KeyedActor actor) : IActorTask
    {
        public ActorId Actor => actor.Id;

        private Instant _newest;

        /// <summary>The wake-up that was due is stored anew, so that it does not come again. That of an actor with followers stands until they were told.</summary>
        public void Run(ActorSlot? slot, ActorTurn turn)
        {
            if (actor.Due is { } due && turn.Actor.HasFollowers)
            {
                _newest = turn.Effects.Entries.Aggregate(due, static (newest, entry) => Instant.Max(newest, entry.At));
                return;
            }

            turn.Schedule();
            if (actor.Due is { } over)
            {
                sweep._partition!.Writer.Woken(actor.Key, over, turn.Actor);
            }
        }

        public void Ended(ActorSlot? slot)
        {
            if (actor.Due is { } due && slot is { Actor: { HasFollowers: true } leader })
            {
                var isToTell = leader.News.NotBefore <= leader.AsOf;
                sweep._untold.Add(new UntoldActor(actor.Id, due, leader.AsOf, _newest, slot.Address, isToTell ? leader.Untold : []));
            }

            sweep.End();
        }

        public void Failed(StoreFault fault)
        {
            sweep._fault ??= fault;
            sweep.End();
        }

        public void Damaged(ActorDamagedException damage)
        {
            if (actor.Due is { } due)
            {
                sweep._partition!.Writer.Postpone(actor.Key, due);
            }

            sweep.End();
        }
    }
}

/// <summary>An actor with its key in the store.</summary>
/// <param name="Key">The key.</param>
/// <param name="Id">Who it is.</param>
/// <param name="Due">The wake-up that stands in the store; null where it is not woken.</param>
internal readonly record struct KeyedActor(long Key, ActorId Id, Instant? Due = null);
