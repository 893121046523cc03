using PersonaGrain.Embedded;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Ingest;

/// <summary>What <c>persona ingest</c> was asked to do.</summary>
/// <param name="File">The input: a table (with a mapping) or native signals, plain or gzip.</param>
/// <param name="Mapping">The mapping file of a table, or null for native signals.</param>
/// <param name="Data">The folder of the store.</param>
/// <param name="Catalog">The catalog to put in force, or null.</param>
/// <param name="Clock">What is to drive the grid's clock; null takes what the store has.</param>
/// <param name="Until">Time runs on to this; later lines are left. Null stops at the latest signal.</param>
/// <param name="Rejects">Where rejected lines are written, or null.</param>
/// <param name="Json">The summary is JSON.</param>
internal sealed record IngestRequest(
    string File,
    string? Mapping,
    string Data,
    string? Catalog,
    GridClock? Clock,
    Instant? Until,
    string? Rejects,
    bool Json)
{
    /// <summary>Lines held in memory while sorting by time.</summary>
    public int SortBound { get; init; } = Sorting.TimeSorter.DefaultBound;
}
