using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Population;

/// <summary>
/// One look into the store tells where something was committed: idle workspaces cost nothing more, but once an hour. The others are asked again and again until
/// a census has it. What was asked for is kept in memory only, so one that takes the place of a lost one begins with all of them.
/// </summary>
[HashBasedPlacement]
[GrainType("personagrain.population-round")]
internal sealed partial class PopulationRoundGrain(
    IWorkspaceStorage storage, WorkspaceRegistry workspaces, GridClock clock, IOptions<GrainEngineOptions> options, ILogger<PopulationRoundGrain> logger)
    : Grain, IPopulationRoundGrain
{
    /// <summary>Looks of the schedule for each round here.</summary>
    private const int Pause = 10;

    private readonly Dictionary<WorkspaceNumber, Content> _counted = [];
    private bool _isBusy;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.SchedulePoll * Pause) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public Task KeepAliveAsync() => Task.CompletedTask;

    private async Task TickAsync(CancellationToken cancellation)
    {
        if (_isBusy || workspaces.List.Version == 0)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var totals = (await storage.TotalsAsync(cancellation)).ToDictionary(static one => one.Workspace);
            foreach (var gone in _counted.Keys.Where(known => !totals.ContainsKey(known)).ToArray())
            {
                _counted.Remove(gone);
            }

            // Few are counted at once: whose census is the oldest is asked first, so that none waits for ever.
            foreach (var listed in workspaces.List.Listed
                .Where(listed => !listed.Stored.Number.IsMain && totals.ContainsKey(listed.Stored.Number))
                .OrderBy(listed => _counted.GetValueOrDefault(listed.Stored.Number).At).ToArray())
            {
                await TendAsync(listed, totals[listed.Stored.Number]);
            }
        }
        catch (JournalUnavailableException unavailable)
        {
            LogUnavailable(logger, unavailable.Message);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task TendAsync(ListedWorkspace listed, WorkspaceTotals totals)
    {
        var latest = listed.Services.Catalogs.Latest;
        var content = new Content(latest?.Version ?? 0, latest?.Publication.Number ?? 0, totals, clock.Now);
        if (_counted.TryGetValue(totals.Workspace, out var counted) && counted with { At = content.At } == content && content.At < counted.At + PopulationPublisher.MostIdle)
        {
            return;
        }

        try
        {
            if (await GrainFactory.GetGrain<IPopulationGrain>(totals.Workspace.Value).TendAsync(content.Catalog, totals.Profiles, totals.Signals, content.Publication))
            {
                _counted[totals.Workspace] = content;
            }
        }
        catch (Exception fault)
        {
            // Of this workspace: it is asked again, and the others meanwhile.
            LogFault(logger, fault, totals.Workspace);
        }
    }

    /// <summary>What there was to count.</summary>
    private readonly record struct Content(int Catalog, long Publication, WorkspaceTotals Totals, Instant At);

    [LoggerMessage(1, LogLevel.Warning, "Where something was committed is not known: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "What the population of workspace {Workspace} says could not be looked at; trying again.")]
    private static partial void LogFault(ILogger logger, Exception fault, WorkspaceNumber workspace);
}
