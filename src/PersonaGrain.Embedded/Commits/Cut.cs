using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>A line through the queues of all partitions: what lies before it is one commit.</summary>
/// <remarks>
/// Calls are queued in all their partitions at once, and so are cuts. So all parts of a call lie on one side of every cut, and a call is
/// durable as a whole or not at all, also when the process is killed.
/// </remarks>
internal sealed class Cut
{
    private readonly object _gate = new();
    private readonly Queue<CommitBatch> _arrived = new();

    /// <summary>Waits for the batch of the next partition that comes to the cut.</summary>
    public CommitBatch Take()
    {
        lock (_gate)
        {
            while (_arrived.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            return _arrived.Dequeue();
        }
    }

    /// <summary>The cut as it lies in the queue of one partition.</summary>
    public PartitionWork For(Partition partition) => new Mark(this, partition);

    private void Arrive(CommitBatch batch)
    {
        lock (_gate)
        {
            _arrived.Enqueue(batch);
            Monitor.Pulse(_gate);
        }
    }

    private sealed class Mark(Cut cut, Partition owner) : PartitionWork
    {
        public override void Run(Partition partition) => cut.Arrive(partition.Detach());

        /// <summary>The partition's thread has ended: what it left is taken in its place.</summary>
        public override void Fail(StoreFault fault) => cut.Arrive(owner.Detach());
    }
}
