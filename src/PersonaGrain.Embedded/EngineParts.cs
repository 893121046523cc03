using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Embedded;

/// <summary>The running parts of a grid, and the order in which they end.</summary>
internal sealed class EngineParts
{
    public required EmbeddedGridOptions Options { get; init; }

    public required StoreFiles Files { get; init; }

    public required StoreOwner Owner { get; init; }

    public required CommitSession Session { get; init; }

    public required CommitWriter Writer { get; init; }

    public required Partition[] Partitions { get; init; }

    public required GridSchedule Schedule { get; init; }

    public required Reevaluation Reevaluation { get; init; }

    public required SegmentBook Segments { get; init; }

    public required EventFeed Feed { get; init; }

    public required EventRetention Retention { get; init; }

    public required ReaderPool Readers { get; init; }

    public required GridTime Time { get; init; }

    public required WakeAlarm Alarm { get; init; }

    public required CallsInFlight Calls { get; init; }

    public required RefusalCounts Refusals { get; init; }

    public required SnapshotBacklog Backlog { get; init; }

    /// <summary>The index of the partition that owns a profile: a stable hash, the same in every process.</summary>
    public int Route(ProfileId id) => Route(id, Partitions.Length);

    public static int Route(ProfileId id, int partitions) => (int)((MessageFingerprint.Of(id.Value) >> 33) % (ulong)partitions);

    public Partition PartitionOf(ProfileId id) => Partitions[Route(id)];

    /// <summary>Ends cleanly: background work first, then the partitions, then the writer that they hand their last batches to.</summary>
    public async Task CloseAsync()
    {
        await EndBackgroundAsync();
        await Task.WhenAll(Partitions.Select(SnapshotAsync));
        await Task.WhenAll(Partitions.Select(partition => Task.Run(partition.Stop)));
        await Task.Run(Writer.Stop);
        try
        {
            if (Writer.Fault is null)
            {
                Session.Checkpoint();
            }
        }
        catch (StoreException)
        {
            // Somebody reads the store just now: the log stays beside the file and is read at the next start.
        }

        Release();
    }

    public async Task AbandonAsync()
    {
        await EndBackgroundAsync();
        await Task.Run(Writer.Abandon);
        await Task.WhenAll(Partitions.Select(partition => Task.Run(partition.Abandon)));
        Release();
    }

    private static async Task SnapshotAsync(Partition partition)
    {
        bool more;
        do
        {
            more = false;
            var step = new PartitionFlush(each => more = each.SnapshotChanged());
            partition.Post(step);
            more &= await step.Task;
        }
        while (more);
    }

    private async Task EndBackgroundAsync()
    {
        await Retention.DisposeAsync();
        await Reevaluation.DisposeAsync();
        await Schedule.DisposeAsync();
    }

    private void Release()
    {
        Feed.Close();
        Readers.Dispose();
        Session.Dispose();
        Owner.Dispose();
    }
}
