using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Observing;

/// <summary>The signals of one call that belong to one partition.</summary>
/// <remarks>
/// 1. Every actor that it names is found, and its signals are linked. 2. Those that are not in memory as they are needed are brought there, which
/// is what may fail. 3. Each actor takes its signals in one turn. 4. The part waits for the batch to be durable.
/// </remarks>
internal sealed class ObservePart(ObserveCall call, Partition partition, int[] order, int start, int count) : PartitionWork, ICommitWaiter
{
    /// <summary>Whose it is.</summary>
    public Partition Partition => partition;

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        if (partition.Context.Writer.Fault is { } fault)
        {
            Fail(fault);
            return;
        }

        try
        {
            partition.Calls.Take(call, order.AsSpan(start, count));
        }
        catch (Exception exception)
        {
            // Another part may be applied already, or half of this one is: then nothing of the commit may count.
            var reason = exception is StoreException store ? store.ToFault() : new StoreFault("internal_error", $"a call failed: {exception.Message}");
            if (call.Break(reason))
            {
                partition.Batches.Current.Broken = reason;
            }

            throw;
        }

        partition.WhenDurable(this);
    }

    /// <inheritdoc />
    public void Committed()
    {
        partition.Room.GiveBack(count);
        call.PartCommitted();
    }

    /// <inheritdoc />
    public void Failed(StoreFault fault) => Fail(fault);

    /// <inheritdoc />
    public override void Fail(StoreFault fault)
    {
        partition.Room.GiveBack(count);
        call.PartFailed(fault);
    }
}
