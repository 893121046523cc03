using PersonaGrain.Embedded.Store;
using PersonaGrain.Population;

namespace PersonaGrain.Embedded.Population;

/// <summary>Reads what the population says as of the newest commit.</summary>
internal static class PopulationReader
{
    public static PopulationStatistics Read(StoreConnection connection)
    {
        using var read = connection.Once("SELECT body FROM population");
        return read.Step() ? PopulationCounts.Read(read.Blob(0)).Publish() : PopulationStatistics.Empty;
    }
}
