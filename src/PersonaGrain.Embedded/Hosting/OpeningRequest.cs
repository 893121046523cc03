using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Hosting;

/// <summary>What a grid is opened with.</summary>
internal sealed record OpeningRequest(
    EmbeddedGridOptions Options, StoreOwner Owner, CatalogDocument? Initial, TimeProvider Time, ILogger Log, Action<OpeningProgress>? Progress)
{
    /// <summary>Tells how far it is.</summary>
    public void Tell(OpeningStep step, double done) => Progress?.Invoke(new OpeningProgress(step, Math.Clamp(done, 0, 1)));
}
