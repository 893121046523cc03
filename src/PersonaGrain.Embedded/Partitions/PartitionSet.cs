using PersonaGrain.Embedded.Store;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>All partitions of a grid, and which of them an actor belongs to.</summary>
internal sealed class PartitionSet(Partition[] partitions)
{
    /// <summary>How many there are.</summary>
    public int Count => partitions.Length;

    /// <summary>One of them.</summary>
    public Partition this[int index] => partitions[index];

    /// <summary>All of them.</summary>
    public Partition[] All => partitions;

    /// <summary>Actors in memory.</summary>
    public long ActorsInMemory => partitions.Sum(partition => (long)partition.Actors.Count);

    /// <summary>The index of the partition that owns an actor: a stable hash, the same in every process.</summary>
    public int Route(string key) => (int)((MessageFingerprint.Of(key) >> 33) % (ulong)partitions.Length);

    /// <summary>The partition that owns an actor.</summary>
    public Partition Of(ActorId actor) => partitions[Route(actor.Key)];

    /// <summary>Completes when everything that was handed over before is durable: null, or why it is not.</summary>
    public async Task<StoreFault?> FlushAsync(CancellationToken cancellation)
    {
        var flushes = Array.ConvertAll(partitions, partition =>
        {
            var work = new PartitionFlush();
            partition.Post(work);
            return work.Task;
        });
        return Array.Find(await Task.WhenAll(flushes).WaitAsync(cancellation), fault => fault is not null);
    }
}
