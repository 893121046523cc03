using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Population;

/// <summary>
/// One look into the store tells where something was counted: idle workspaces cost nothing more. Those are asked again and again until their counts
/// were looked at. It keeps in memory which they are, so it begins with all of them: what one that was lost knew may have been folded already.
/// </summary>
[HashBasedPlacement]
[GrainType("personagrain.population-round")]
internal sealed partial class PopulationRoundGrain(
    IWorkspaceStorage storage, WorkspaceRegistry workspaces, IOptions<GrainEngineOptions> options, ILogger<PopulationRoundGrain> logger)
    : Grain, IPopulationRoundGrain
{
    /// <summary>Looks of the schedule for each round here.</summary>
    private const int Pause = 10;

    private readonly HashSet<WorkspaceNumber> _awake = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.SchedulePoll * Pause) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public Task KeepAliveAsync() => Task.CompletedTask;

    private bool _hasBegun;
    private bool _isBusy;

    private async Task TickAsync(CancellationToken cancellation)
    {
        if (_isBusy || workspaces.List.Version == 0)
        {
            return;
        }

        _isBusy = true;
        try
        {
            _awake.UnionWith(await FindAsync(cancellation));
            _awake.IntersectWith(workspaces.List.Listed.Select(static one => one.Stored.Number).Where(static number => !number.IsMain));
            foreach (var workspace in _awake.ToArray())
            {
                await TendAsync(workspace);
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

    private async Task<IEnumerable<WorkspaceNumber>> FindAsync(CancellationToken cancellation)
    {
        if (_hasBegun)
        {
            return await storage.CountedAsync(cancellation);
        }

        _hasBegun = true;
        return workspaces.List.Listed.Select(static one => one.Stored.Number);
    }

    private async Task TendAsync(WorkspaceNumber workspace)
    {
        try
        {
            if (await GrainFactory.GetGrain<IPopulationGrain>(workspace.Value).TendAsync())
            {
                _awake.Remove(workspace);
            }
        }
        catch (Exception fault)
        {
            // Of this workspace: it is asked again, and the others meanwhile.
            LogFault(logger, fault, workspace);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Where something was counted is not known: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "What the population of workspace {Workspace} says could not be looked at; trying again.")]
    private static partial void LogFault(ILogger logger, Exception fault, WorkspaceNumber workspace);
}
