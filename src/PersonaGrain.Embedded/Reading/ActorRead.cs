using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Reading;

/// <summary>A read of one actor as of now. The answer is given when everything it shows is durable.</summary>
/// <param name="actor">The actor.</param>
/// <param name="partition">Its partition.</param>
/// <param name="read">Makes the answer from the actor, which has lived up to the instant given; must not keep it.</param>
/// <param name="scope">Which actors have an answer.</param>
internal sealed class ActorRead<T>(ActorId actor, Partition partition, Func<ActorSlot, Instant, T> read, ReadScope scope) : PartitionWork, IActorTask, ICommitWaiter
    where T : class
{
    private readonly TaskCompletionSource<T?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Instant _now;
    private T? _answer;

    /// <inheritdoc />
    public ActorId Actor => actor;

    /// <summary>The answer; null where the actor is unknown.</summary>
    public Task<T?> Task => _source.Task;

    /// <summary>The actor was sealed when its turn came: this one is to be read instead. Null where it was not.</summary>
    public ActorId? MovedTo { get; private set; }

    /// <inheritdoc />
    public override void Run(Partition partition) => partition.Turns.Start(this);

    /// <inheritdoc />
    public void Run(ActorSlot? slot, ActorTurn turn) => _now = slot is null ? default : turn.Now;

    /// <inheritdoc />
    public void Ended(ActorSlot? slot)
    {
        try
        {
            MovedTo = scope == ReadScope.Exactly ? null : slot?.Actor?.MovedTo;
            _answer = slot?.Actor is { } there && MovedTo is null && (there.Exists || scope != ReadScope.Existing) ? read(slot, _now) : null;
        }
        catch (Exception exception)
        {
            _source.TrySetException(exception);
            return;
        }

        if (slot is null || slot.LastBatch <= partition.Batches.Durable)
        {
            _source.TrySetResult(_answer);
        }
        else if (partition.Context.Writer.Fault is not { } fault)
        {
            partition.WhenDurable(this);
        }
        else if (scope == ReadScope.Exactly)
        {
            Fail(fault);
        }
        else
        {
            // While the store can not be written a read shows what holds now, durable or not.
            _source.TrySetResult(_answer);
        }
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _source.TrySetException(new IOException($"{Name} can not be read: {fault.Message}"));

    /// <inheritdoc />
    void IActorTask.Failed(StoreFault fault) => Fail(fault);

    /// <inheritdoc />
    public void Damaged(ActorDamagedException damage) => _source.TrySetException(new IOException(damage.Message, damage));

    /// <inheritdoc />
    public void Committed() => _source.TrySetResult(_answer);

    /// <summary>What the read saw does not count: it is made again.</summary>
    void ICommitWaiter.Failed(StoreFault fault) => partition.Post(this);

    private string Name => actor.IsProfile ? $"profile {actor}" : $"actor {actor}";
}

/// <summary>Which actors a read answers for.</summary>
internal enum ReadScope
{
    /// <summary>The one that holds the person, where it has signals.</summary>
    Existing,

    /// <summary>The one that holds the person, also where nothing is known of it but its identities.</summary>
    Identities,

    /// <summary>The one that is named, sealed or not; of it only what is durable.</summary>
    Exactly,
}
