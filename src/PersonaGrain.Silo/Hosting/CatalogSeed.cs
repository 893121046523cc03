using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Silo.Hosting;

/// <summary>Puts the configured catalog in force where the cluster has none yet. Any number of processes may try at once: the first one wins.</summary>
internal sealed partial class CatalogSeed(CatalogDocument document, CatalogHolder catalogs, IProfileGrid grid, ILogger<CatalogSeed> logger) : BackgroundService
{
    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await IsThereAsync(stoppingToken))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellation)
    {
        try
        {
            if (await catalogs.RefreshAsync(cancellation) is not null)
            {
                return true;
            }

            var change = await grid.ReplaceCatalogAsync(document, cancellation);
            LogSeeded(logger, document.Name, document.Version, change.GetType().Name);
            return change is not CatalogChange.Unavailable;
        }
        catch (JournalUnavailableException unavailable)
        {
            if (_told != unavailable.Message)
            {
                _told = unavailable.Message;
                LogUnavailable(logger, _told);
            }

            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Catalog {Name} version {Version} was offered to a cluster without one: {Outcome}.")]
    private static partial void LogSeeded(ILogger logger, string name, int version, string outcome);

    [LoggerMessage(2, LogLevel.Warning, "The catalog can not be put in force yet: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
