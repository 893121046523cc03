using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Ingest;

/// <summary>What <c>persona ingest</c> was asked to do.</summary>
/// <param name="Files">The inputs: tables (with a mapping) or native signals, plain or gzip.</param>
/// <param name="Mappings">The mapping of each file, or one for all; <see cref="NoMapping"/> for a file of native signals; empty where all are.</param>
/// <param name="Data">The data directory.</param>
internal sealed record IngestRequest(IReadOnlyList<string> Files, IReadOnlyList<string> Mappings, string Data)
{
    /// <summary>Stands where a file has native signals, and others have mappings.</summary>
    public const string NoMapping = "none";

    /// <summary>The workspace to load into.</summary>
    public WorkspaceName Workspace { get; init; }

    /// <summary>The catalog to put in force, or null.</summary>
    public string? Catalog { get; init; }

    /// <summary>What is to drive the grid's clock; null takes what the store has.</summary>
    public GridClock? Clock { get; init; }

    /// <summary>Time runs on to this; later lines are left. Null stops at the latest signal.</summary>
    public Instant? Until { get; init; }

    /// <summary>Signals from before the store's clock are taken although they come late.</summary>
    public bool TakesLate { get; init; }

    /// <summary>Where rejected lines are written, or null.</summary>
    public string? Rejects { get; init; }

    /// <summary>Where lines that were taken with a note are written, or null.</summary>
    public string? Notes { get; init; }

    /// <summary>Shows how the first lines are read, and loads nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The summary is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Lines held in memory while sorting by time.</summary>
    public int SortBound { get; init; } = Sorting.TimeSorter.DefaultBound;

    /// <summary>The store to load into.</summary>
    public StoreRequest Store => new(Data, Catalog, Clock) { Workspace = Workspace };

    /// <summary>The mapping file of a file of the run; null for native signals.</summary>
    public string? MappingOf(int file)
    {
        var mapping = Mappings.Count == 0 ? NoMapping : Mappings[Mappings.Count == 1 ? 0 : file];
        return mapping == NoMapping ? null : mapping;
    }
}
