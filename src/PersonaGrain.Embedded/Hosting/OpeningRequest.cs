using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Threads;

namespace PersonaGrain.Embedded.Hosting;

/// <summary>What a grid is opened with.</summary>
internal sealed record OpeningRequest(
    EmbeddedGridOptions Options, CatalogDocument? Initial, TimeProvider Time, ILoggerFactory? Logging, Action<OpeningProgress>? Progress)
{
    /// <summary>The threads that it shares with other grids; null for some of its own.</summary>
    public EngineThreads? Shared { get; init; }

    /// <summary>Who gives the first catalog.</summary>
    public CatalogOrigin Origin { get; init; } = CatalogOrigin.OfStart;

    /// <summary>Tells how far it is.</summary>
    public void Tell(OpeningStep step, double done) => Progress?.Invoke(new OpeningProgress(step, Math.Clamp(done, 0, 1)));
}
