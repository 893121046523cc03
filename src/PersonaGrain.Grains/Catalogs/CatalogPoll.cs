using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Catalogs;

/// <summary>Looks for new catalogs, in all workspaces at once, for as long as the process lives, so that no call has to wait for it.</summary>
internal sealed partial class CatalogPoll(
    WorkspaceRegistry workspaces, GridClock clock, IOptions<GrainEngineOptions> options, ILogger<CatalogPoll> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CatalogPoll);
        var catalogs = workspaces.Main.Catalogs;
        var known = catalogs.Latest?.Version;
        string? told = null;
        var isTold = false;
        do
        {
            try
            {
                await workspaces.RefreshAsync(stoppingToken);
                told = null;
                if (clock.Ahead is { } ahead && !isTold)
                {
                    isTold = true;
                    LogAhead(logger, ahead);
                }

                if (catalogs.Latest is { } found && found.Version != known)
                {
                    known = found.Version;
                    LogFound(logger, found.Catalog.Name, found.Version);
                }
            }
            catch (JournalUnavailableException unavailable)
            {
                // Once for each reason, not five times a second for as long as the database is away.
                if (told != unavailable.Message)
                {
                    told = unavailable.Message;
                    LogUnavailable(logger, told);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1, LogLevel.Information, "Catalog {Name} version {Version} is in force.")]
    private static partial void LogFound(ILogger logger, string name, int version);

    [LoggerMessage(2, LogLevel.Warning, "No look at the catalog: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Warning, "This process's clock is {Ahead} ahead of the database's: time goes by the database's here. Have both set their clocks by the same source.")]
    private static partial void LogAhead(ILogger logger, TimeSpan ahead);
}
