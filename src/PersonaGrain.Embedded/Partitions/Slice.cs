using PersonaGrain.Embedded.Commits;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>Lets everything happen that is due up to an instant, in all partitions, in one commit: so its events are in one order of time.</summary>
internal sealed class Slice(Instant until, IReadOnlyList<Partition> partitions)
{
    private int _flips;

    /// <summary>How many events it made.</summary>
    public int Flips => Volatile.Read(ref _flips);

    /// <summary>Queues each partition's share at once.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="asleep">Profiles that are due and not in memory, by partition.</param>
    /// <returns>Whether all of it is durable.</returns>
    public async Task<bool> RunAsync(CommitWriter writer, IReadOnlyList<List<ProfileId>> asleep)
    {
        var shares = new PartitionFlush[partitions.Count];
        for (var index = 0; index < shares.Length; index++)
        {
            var sleepers = asleep[index];
            shares[index] = new PartitionFlush(partition => WakeUp(partition, sleepers));
        }

        writer.Queue(shares, all =>
        {
            for (var index = 0; index < all.Length; index++)
            {
                partitions[index].Post(all[index]);
            }
        });
        var durable = await Task.WhenAll(Array.ConvertAll(shares, share => share.Task));
        return Array.TrueForAll(durable, each => each);
    }

    private void WakeUp(Partition partition, List<ProfileId> asleep)
    {
        if (!partition.IsFaulted)
        {
            var before = partition.Batch.Events.Count;
            partition.WakeUp(asleep, until);
            Interlocked.Add(ref _flips, partition.Batch.Events.Count - before);
        }
    }
}
