using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>A turn of an actor whose followers were told: its wake-up is over, and the next one is stored. Done when that is durable.</summary>
/// <param name="leader">The actor.</param>
/// <param name="answers">What came of telling each; null for one that could not be told now.</param>
/// <param name="retry">After this, in the grid's time, those are tried again.</param>
internal sealed class ToldTurn(UntoldActor leader, IReadOnlyList<(ActorId Follower, FollowAnswer? Answer)> answers, TimeSpan retry) : PartitionWork, IActorTask
{
    private readonly CommitTask _committed = new();
    private Partition? _partition;

    /// <inheritdoc />
    public ActorId Actor => leader.Id;

    /// <summary>Null when durable, else why not.</summary>
    public Task<StoreFault?> Task => _committed.Task;

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        _partition = partition;
        partition.Turns.Start(this, leader.Until);
    }

    /// <inheritdoc />
    public void Run(ActorSlot? slot, ActorTurn turn)
    {
        foreach (var (follower, answer) in answers)
        {
            if (answer is { } told)
            {
                turn.Actor.News.Told(follower, told);
            }
        }

        if (answers.Any(static each => each.Answer is null))
        {
            turn.Actor.News.Failed(turn.Now + retry);
        }

        turn.Schedule();
        _partition!.Writer.Woken(leader.End.Key, leader.Due, turn.Actor);
    }

    /// <inheritdoc />
    public void Ended(ActorSlot? slot) => _partition!.WhenDurable(_committed);

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _committed.Failed(fault);

    /// <inheritdoc />
    void IActorTask.Failed(StoreFault fault) => Fail(fault);

    /// <inheritdoc />
    public void Damaged(ActorDamagedException damage)
    {
        _partition!.Writer.Postpone(leader.End.Key, leader.Due);
        _partition.WhenDurable(_committed);
    }
}
