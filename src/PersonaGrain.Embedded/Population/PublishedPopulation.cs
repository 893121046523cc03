using PersonaGrain.Embedded.Store;
using PersonaGrain.Population;

namespace PersonaGrain.Embedded.Population;

/// <summary>What the population said when it was last published: profiles are scored by it until the next time, also after a restart.</summary>
internal static class PublishedPopulation
{
    public static PopulationStatistics Read(StoreConnection connection)
    {
        using var read = connection.Once("SELECT published FROM population WHERE published IS NOT NULL");
        return read.Step() ? Decode(read.Blob(0)).Publish() : PopulationStatistics.Empty;
    }

    /// <summary>What was published, in its stored form; empty where nothing was.</summary>
    public static byte[] ReadCounts(StoreConnection connection)
    {
        using var read = connection.Once("SELECT published FROM population WHERE published IS NOT NULL");
        return read.Step() ? read.Blob(0).ToArray() : [];
    }

    /// <summary>Takes the counts as they are now; null where they did not change. The transaction is open.</summary>
    public static PopulationStatistics? Renew(StoreConnection connection)
    {
        var changed = connection.Number("SELECT count(*) FROM population WHERE published IS NOT body") != 0;
        connection.Execute("UPDATE population SET published = body WHERE published IS NOT body");
        return changed ? Read(connection) : null;
    }

    /// <summary>The counts of a row.</summary>
    /// <exception cref="StoreException">The bytes are no counts.</exception>
    public static PopulationCounts Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            return PopulationCounts.Read(body);
        }
        catch (FormatException fault)
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"the population's counts can not be read: {fault.Message}");
        }
    }
}
