using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grains.Events;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>What the clients of all workspaces share in one process.</summary>
internal sealed record ClientServices(
    IGrainFactory Grains,
    ActorKinds Kinds,
    GridClock Clock,
    GrainCalls Calls,
    SignalBudget Budget,
    IOptions<GrainEngineOptions> Options,
    FingerprintWindows Windows,
    ILogger<EventFeed> Logger,
    ILogger<PersonHost> PersonLogger,
    ILogger<ClusterPreviews> PreviewLogger);

/// <summary>The way from one process to one workspace of the cluster: its grid, and the parts that the grid is put together from.</summary>
internal sealed class WorkspaceClient : IDisposable
{
    private readonly EventFeed _events;
    private readonly PersonClient _people;

    public WorkspaceClient(ClientServices shared, WorkspaceServices workspace)
    {
        var (grains, kinds, clock, calls, budget, options, windows, logger, personLogger, previewLogger) = shared;
        var quarantine = new Quarantine(workspace.Quarantine, options.Value.QuarantineCapacity, static () => TimeProvider.System.GetElapsedTime(0));
        var schedule = new ScheduleClient(grains, calls, workspace.Number);
        var changes = new CatalogClient(grains, workspace, schedule, clock, calls);
        Actors = new ActorReferences(grains, workspace.Number);
        Reader = new ActorReader(Actors, kinds, workspace.Catalogs, calls, options);
        var routes = new PersonRoutes();
        var profiles = new PersonReader(Reader, routes, options);
        _people = new PersonClient(workspace, Actors, profiles, routes, clock, calls, personLogger);
        var observer = new ObserveClient(Actors, routes, _people, workspace.Catalogs, budget, calls, options);
        _events = new EventFeed(workspace, options, logger);
        Grid = new OrleansGrid(
            grains,
            profiles,
            routes,
            _people,
            workspace,
            _events,
            clock,
            calls,
            schedule,
            observer,
            new SegmentClient(grains, workspace, calls),
            changes,
            new WeightsClient(workspace, new PublicationWriter(workspace, clock, schedule.SettleAsync)),
            quarantine,
            new StatusClient(grains, workspace, changes, schedule, observer, quarantine, clock, calls),
            new LoadClient(grains, workspace, schedule, clock, calls),
            new CatalogPreview(new ClusterPreviews(workspace, kinds, clock, windows, previewLogger)));
    }

    /// <summary>References to its actors.</summary>
    public ActorReferences Actors { get; }

    /// <summary>Reads its actors.</summary>
    public ActorReader Reader { get; }

    /// <summary>The grid.</summary>
    public IProfileGrid Grid { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        _events.Dispose();
        _people.Dispose();
    }
}
