using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>A turn of an actor that takes news of another one.</summary>
/// <param name="follower">Who takes them.</param>
/// <param name="news">The news.</param>
/// <param name="at">The instant of the turn.</param>
internal sealed class FollowTurn(ActorId follower, News news, Instant at) : PartitionWork, IActorTask
{
    private readonly TaskCompletionSource<FollowAnswer?> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CommitTask _durable = new();
    private Partition? _partition;
    private LongHistory? _history;
    private FollowAnswer _answer;

    /// <inheritdoc />
    public ActorId Actor => follower;

    /// <inheritdoc />
    public bool Creates => true;

    /// <summary>What came of it, durable or not; null where it could not be told now.</summary>
    public Task<FollowAnswer?> Answered => _answered.Task;

    /// <summary>Null when it is durable, else why not.</summary>
    public Task<StoreFault?> Durable => _durable.Task;

    /// <summary>Hands it to the follower's partition.</summary>
    /// <remarks>No call for an actor with a long history is queued behind it before its end: it may have to read that history.</remarks>
    public void Post(PartitionContext context, PartitionSet partitions) => context.Writer.Queue(partitions.Of(follower), partition =>
    {
        _history = context.LongHistories.Find(follower);
        _history?.BeginFollowing();
        partition.Post(this);
    });

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        _partition = partition;
        if (partition.Context.Writer.Fault is { } fault)
        {
            Fail(fault);
            return;
        }

        partition.Turns.Start(this, at);
    }

    /// <inheritdoc />
    public async ValueTask ActAsync(ActorTurn turn, IActorStorage storage, CancellationToken cancellation) =>
        _answer = await turn.FollowAsync(news, storage, cancellation);

    /// <inheritdoc />
    public void Run(ActorSlot? slot, ActorTurn turn) => turn.Advance();

    /// <inheritdoc />
    public void Ended(ActorSlot? slot)
    {
        EndFollowing();
        _partition!.WhenDurable(_durable);
        _answered.TrySetResult(_answer);
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault)
    {
        EndFollowing();
        _durable.Failed(fault);
        _answered.TrySetResult(null);
    }

    /// <inheritdoc />
    void IActorTask.Failed(StoreFault fault) => Fail(fault);

    /// <inheritdoc />
    public void Damaged(ActorDamagedException damage) => Fail(new StoreFault("actor_damaged", damage.Message));

    private void EndFollowing() => Interlocked.Exchange(ref _history, null)?.EndFollowing();
}
