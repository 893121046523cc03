using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>Lets everything happen that is due up to an instant, in all partitions, and commits it in one order of time.</summary>
/// <remarks>Partitions meet at the end of their share: the last one hands all batches over as one, so that no later turn of a profile is committed before it.</remarks>
internal sealed class Slice(Instant until, IReadOnlyList<Partition> partitions)
{
    private readonly CommitTask _committed = new();
    private readonly object _gate = new();
    private readonly CommitBatch[] _batches = new CommitBatch[partitions.Count];
    private int _arrived;
    private bool _handedOver;
    private int _flips;
    private volatile bool _failed;

    /// <summary>How many events it made.</summary>
    public int Flips => Volatile.Read(ref _flips);

    /// <summary>Posts each partition its share.</summary>
    /// <param name="asleep">Profiles that are due and not in memory, by partition.</param>
    /// <returns>Whether all of it is durable.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<List<ProfileId>> asleep)
    {
        for (var index = 0; index < partitions.Count; index++)
        {
            partitions[index].Post(new Share(this, index, asleep[index]));
        }

        return await _committed.Task && !_failed;
    }

    private void Arrive(int index, CommitBatch batch)
    {
        _batches[index] = batch;
        Interlocked.Add(ref _flips, batch.Events.Count);
        lock (_gate)
        {
            if (++_arrived < partitions.Count)
            {
                while (!_handedOver)
                {
                    Monitor.Wait(_gate);
                }

                return;
            }

            var lead = _batches[0];
            lead.Companions = _batches[1..];
            lead.Waiters.Add(_committed);
            lead.Partition.Context.Writer.Push(lead);
            _handedOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    private sealed class Share(Slice slice, int index, List<ProfileId> asleep) : PartitionWork
    {
        private bool _arrived;

        public override void Run(Partition partition)
        {
            partition.HandOverBeforeSlice();
            try
            {
                if (partition.IsFaulted)
                {
                    slice._failed = true;
                    return;
                }

                partition.WakeUp(asleep, slice.Until);
            }
            catch (StoreException)
            {
                slice._failed = true;
                throw;
            }
            finally
            {
                _arrived = true;
                slice.Arrive(index, partition.Detach());
            }
        }

        public override void Fail(StoreFault fault)
        {
            slice._failed = true;
            if (!_arrived)
            {
                slice._committed.Failed(fault);
            }
        }
    }

    private Instant Until { get; } = until;
}
