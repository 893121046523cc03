using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Commits;

/// <summary>A line through the queues of all partitions: what lies before it is one commit. What is in force changes here, and in no other place.</summary>
/// <remarks>
/// Calls are queued in all their partitions at once, and so are barriers. So all parts of a call lie on one side of every barrier, and a call is
/// durable as a whole or not at all, also when the process is killed.
/// </remarks>
internal sealed class CommitBarrier
{
    private readonly object _gate = new();
    private readonly CommitBatch?[] _arrived;
    private int _missing;

    /// <summary>A barrier for so many partitions.</summary>
    public CommitBarrier(int partitions)
    {
        _arrived = new CommitBatch?[partitions];
        _missing = partitions;
    }

    /// <summary>What is in force behind it, where that changes; it counts when the commit is durable.</summary>
    public CatalogInForce? Catalog { get; init; }

    /// <summary>The newest checkpoint that partitions are to begin.</summary>
    public required int Checkpoint { get; init; }

    /// <summary>Actors that the writer holds from here on.</summary>
    public IReadOnlyCollection<ActorHold> Holds { get; init; } = [];

    /// <summary>The grid closes: the checkpoint is stored at once.</summary>
    public bool IsLast { get; init; }

    /// <summary>Waits for the batches of all partitions, in the order of partitions.</summary>
    public IReadOnlyList<CommitBatch> Wait()
    {
        lock (_gate)
        {
            while (_missing > 0)
            {
                Monitor.Wait(_gate);
            }

            return _arrived!;
        }
    }

    /// <summary>The barrier as it lies in the queue of one partition.</summary>
    public PartitionWork For(Partition partition) => new Mark(this, partition);

    private void Arrive(Partition partition, StoreFault? ended = null)
    {
        var batch = partition.Detach(this);
        foreach (var hold in Holds)
        {
            if (hold.Partition == partition)
            {
                hold.Fault = ended;
                partition.Turns.Hold(hold);
            }
        }

        lock (_gate)
        {
            _arrived[partition.Index] = batch;
            if (--_missing == 0)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private sealed class Mark(CommitBarrier barrier, Partition owner) : PartitionWork
    {
        public override void Run(Partition partition) => barrier.Arrive(owner);

        /// <summary>The partition's thread has ended: what it left is taken in its place.</summary>
        public override void Fail(StoreFault fault) => barrier.Arrive(owner, fault);
    }
}
