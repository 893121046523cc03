using System.Runtime.InteropServices;
using PersonaGrain.Embedded.Store;
using SQLitePCL;

namespace PersonaGrain.Embedded.Journal;

/// <summary>Finds out where the journals of actors end that were written to since the last checkpoint: one pass over the blocks since then.</summary>
/// <remarks>About 50 ns an entry and the reading of the blocks; no actor is loaded. 40 bytes of memory for each actor that is found.</remarks>
internal static class TailScan
{
    /// <summary>The ends of the journals that go beyond what the table of actors says, by key.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="checkpoint">The first block to look at.</param>
    /// <param name="progress">Told the number of each block that was looked at; null where nobody asks.</param>
    /// <exception cref="StoreException">The store can not be read, or is damaged.</exception>
    public static Dictionary<long, ActorAddress> Run(StoreConnection connection, long checkpoint, Action<long>? progress = null)
    {
        var ends = new Dictionary<long, ActorAddress>();
        using var read = connection.Once("SELECT block, entries FROM journal WHERE block >= ?1 ORDER BY block");
        read.Bind(1, checkpoint);
        while (read.Step())
        {
            var block = read.Number(0);
            try
            {
                Take(ends, new BlockReader(block, read.Blob(1)));
            }
            catch (FormatException fault)
            {
                throw new StoreException(raw.SQLITE_CORRUPT, fault.Message);
            }

            progress?.Invoke(block);
        }

        return ends;
    }

    private static void Take(Dictionary<long, ActorAddress> ends, BlockReader entries)
    {
        while (entries.TryNext(out var row))
        {
            ref var end = ref CollectionsMarshal.GetValueRefOrAddDefault(ends, row.Actor, out _);
            if (row.Sequence > end.Sequence)
            {
                end = new ActorAddress(row.Actor, row.Position, row.Sequence);
            }
        }
    }
}
