using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>A read of one profile as of now. The answer is given when everything it shows is durable.</summary>
/// <param name="id">The profile.</param>
/// <param name="read">Makes the answer from the state, advanced to now; must not keep the state.</param>
internal sealed class ProfileRead<T>(ProfileId id, Func<ProfileMachine, ProfileSlot, Instant, T> read) : PartitionWork, ICommitWaiter
    where T : class
{
    private readonly TaskCompletionSource<T?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Partition? _partition;
    private T? _answer;

    /// <summary>The answer; null where the profile is unknown.</summary>
    public Task<T?> Task => _source.Task;

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        _partition = partition;
        var now = partition.Context.Time.Now;
        if (partition.Find(id, now) is not { } slot)
        {
            _source.TrySetResult(null);
            return;
        }

        // After a crash a clock of signals may stand a little before what a profile has seen.
        now = Instant.Max(now, slot.State!.AsOf);
        partition.Advance(slot, now);
        _answer = read(partition.Machine, slot, now);
        if (slot.LastBatch > partition.DurableSequence)
        {
            partition.Batch.Waiters.Add(this);
        }
        else
        {
            _source.TrySetResult(_answer);
        }
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _source.TrySetException(new IOException($"the profile can not be read: {fault.Message}"));

    /// <inheritdoc />
    public void Committed() => _source.TrySetResult(_answer);

    /// <summary>What the read saw does not count: it is made again.</summary>
    public void Failed(StoreFault fault) => _partition!.Post(this);
}
