using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Silo.Resilience;

namespace PersonaGrain.Silo.Hosting;

/// <summary>
/// Puts the configured catalog in force where the cluster has none yet. Any number of processes may try at once: the first one wins.
/// </summary>
internal sealed partial class CatalogSeed(
    CatalogDocument document, CatalogHolder catalogs, IProfileGrid grid, TimeProvider time, ILogger<CatalogSeed> logger) : BackgroundService
{
    private string? _told;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RetryPolicies.UntilReady(time).ExecuteAsync(SeedAsync, stoppingToken).AsTask();

    /// <summary>Why there is no catalog yet, or null when there is.</summary>
    private async ValueTask<string?> SeedAsync(CancellationToken cancellation)
    {
        try
        {
            if (await catalogs.RefreshAsync(cancellation) is not null)
            {
                return null;
            }

            var change = await grid.ReplaceCatalogAsync(document, CatalogOrigin.OfStart, cancellation);
            LogSeeded(logger, document.Name, document.Version, change.GetType().Name);
            return change is CatalogChange.Unavailable unavailable ? unavailable.Reason : null;
        }
        catch (JournalUnavailableException unavailable)
        {
            if (_told != unavailable.Message)
            {
                _told = unavailable.Message;
                LogUnavailable(logger, _told);
            }

            return unavailable.Message;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Catalog {Name} version {Version} was offered to a cluster without one: {Outcome}.")]
    private static partial void LogSeeded(ILogger logger, string name, int version, string outcome);

    [LoggerMessage(2, LogLevel.Warning, "The catalog can not be put in force yet: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
