using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Stores;

/// <summary>The store a command wants.</summary>
/// <param name="Data">The data directory.</param>
/// <param name="Catalog">The catalog to put in force; null keeps the store's own, or takes the sample for a new store.</param>
/// <param name="Clock">What drives a new store's time; null takes the store's, or the machine's clock for a new one.</param>
internal sealed record StoreRequest(string Data, string? Catalog = null, GridClock? Clock = null)
{
    /// <summary>Whose store.</summary>
    public WorkspaceName Workspace { get; init; }

    /// <summary>The folder of the store.</summary>
    public string Folder => WorkspaceFolders.Of(Data, Workspace);

    /// <summary>How the engine is set up otherwise.</summary>
    public EmbeddedGridOptions Options { get; init; } = new() { DataDirectory = Data };

    /// <summary>Where the engine logs, or null for nowhere.</summary>
    public ILoggerFactory? Logging { get; init; }

    /// <summary>Told how far the opening is, or null.</summary>
    public Action<OpeningProgress>? Progress { get; init; }
}
