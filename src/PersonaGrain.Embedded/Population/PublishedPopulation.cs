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

    /// <summary>Takes the counts as they are now; false where they did not change. The transaction is open.</summary>
    public static bool Renew(StoreConnection connection)
    {
        var changed = connection.Number("SELECT published IS NOT body FROM population") != 0;
        connection.Execute("UPDATE population SET published = body WHERE published IS NOT body");
        return changed;
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
