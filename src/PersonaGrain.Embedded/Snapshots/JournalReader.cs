using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Snapshots;

/// <summary>Walks one profile's journal backwards, row by row, on a caller's connection.</summary>
internal static class JournalReader
{
    /// <summary>The newest signals by time, newest first. Looks at every row, since late signals may lie anywhere: O(signals of the profile).</summary>
    public static List<TimelineEntry> Newest(StoreConnection connection, long head, int limit)
    {
        var newest = new PriorityQueue<TimelineEntry, (long Time, long Order)>();
        var order = 0L;
        foreach (var entry in Walk(connection, head))
        {
            // Of equal times the later received one is the newer; rows come newest first.
            var key = (entry.Signal.Time.Ticks, --order);
            if (newest.Count < limit)
            {
                newest.Enqueue(entry, key);
            }
            else
            {
                newest.EnqueueDequeue(entry, key);
            }
        }

        var timeline = new List<TimelineEntry>(newest.Count);
        while (newest.TryDequeue(out var entry, out _))
        {
            timeline.Add(entry);
        }

        timeline.Reverse();
        return timeline;
    }

    /// <summary>Every row, newest first.</summary>
    public static IEnumerable<TimelineEntry> Walk(StoreConnection connection, long head)
    {
        using var find = connection.Once("SELECT previous, payload FROM journal WHERE position = ?1");
        while (head > 0)
        {
            if (!find.Bind(1, head).Step())
            {
                throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"journal row {head} is missing");
            }

            var isKept = !find.IsNull(1);
            var (signal, received) = isKept ? Decode(head, find.Blob(1)) : default;
            head = find.Number(0);
            find.Reset();
            if (isKept)
            {
                yield return new TimelineEntry(signal, received);
            }
        }
    }

    /// <summary>The signal of a row.</summary>
    /// <exception cref="StoreException">The bytes are no signal.</exception>
    public static (Signal Signal, Instant Received) Decode(long position, ReadOnlySpan<byte> payload)
    {
        try
        {
            return SignalCodec.Read(payload);
        }
        catch (FormatException fault)
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"journal row {position} can not be read: {fault.Message}");
        }
    }
}
