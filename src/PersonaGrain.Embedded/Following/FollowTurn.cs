using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>A turn of an actor that takes news of another one; done when it is durable.</summary>
/// <param name="follower">Who takes them.</param>
/// <param name="news">The news.</param>
/// <param name="at">The instant of the turn.</param>
internal sealed class FollowTurn(ActorId follower, News news, Instant at) : PartitionWork, IActorTask, ICommitWaiter
{
    private readonly TaskCompletionSource<FollowAnswer?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Partition? _partition;
    private LongHistory? _history;
    private FollowAnswer _answer;

    /// <inheritdoc />
    public ActorId Actor => follower;

    /// <inheritdoc />
    public bool Creates => true;

    /// <summary>What came of it; null where it could not be told now.</summary>
    public Task<FollowAnswer?> Task => _source.Task;

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
        _partition!.WhenDurable(this);
    }

    /// <inheritdoc />
    public void Committed() => _source.TrySetResult(_answer);

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => GiveUp();

    /// <inheritdoc />
    void IActorTask.Failed(StoreFault fault) => GiveUp();

    /// <inheritdoc />
    void ICommitWaiter.Failed(StoreFault fault) => GiveUp();

    /// <inheritdoc />
    public void Damaged(ActorDamagedException damage) => GiveUp();

    private void GiveUp()
    {
        EndFollowing();
        _source.TrySetResult(null);
    }

    private void EndFollowing() => Interlocked.Exchange(ref _history, null)?.EndFollowing();
}
