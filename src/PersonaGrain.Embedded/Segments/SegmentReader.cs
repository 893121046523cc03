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
            segments.Add(Read(read));
        }

        return segments;
    }

    /// <summary>One of them; null where nobody ever was in it.</summary>
    /// <exception cref="StoreException">The store can not be read, or is damaged.</exception>
    public static StoredSegment? Find(StoreConnection connection, string name)
    {
        using var read = connection.Once("SELECT key, name, aggregate FROM segments WHERE name = ?1");
        return read.Bind(1, name).Step() ? Read(read) : null;
    }

    private static StoredSegment Read(StoreStatement row)
    {
        try
        {
            return new StoredSegment(row.Number(0), row.Text(1), SegmentAggregate.Read(row.Blob(2)));
        }
        catch (FormatException fault)
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"the aggregate of a segment can not be read: {fault.Message}");
        }
    }
}
