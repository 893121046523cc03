using PersonaGrain.Embedded.Store;
using PersonaGrain.Segments;

namespace PersonaGrain.Embedded.Segments;

/// <summary>Reads every segment's aggregate from the store.</summary>
internal static class SegmentReader
{
    /// <summary>All of them.</summary>
    /// <exception cref="StoreException">The store can not be read, or is damaged.</exception>
    public static List<StoredSegment> Read(StoreConnection connection)
    {
        var segments = new List<StoredSegment>();
        using var read = connection.Once("SELECT key, name, aggregate FROM segments");
        while (read.Step())
        {
            try
            {
                segments.Add(new StoredSegment(read.Number(0), read.Text(1), SegmentAggregate.Read(read.Blob(2))));
            }
            catch (FormatException fault)
            {
                throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"the aggregate of a segment can not be read: {fault.Message}");
            }
        }

        return segments;
    }
}
