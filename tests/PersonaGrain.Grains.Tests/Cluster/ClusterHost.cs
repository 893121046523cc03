using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Contracts;
using PersonaGrain.Turns;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>The contract suites run on two silos that share a PostgreSQL database.</summary>
public sealed class PostgresClusterHost() : SiloHost(static clock => new DatabaseStore { Clock = clock });

/// <summary>
/// The contract suites run on a workspace of two silos that share storage in memory, beside one that gets signals of the same profiles with
/// the same ids.
/// </summary>
public sealed class ClusterWorkspaceHost() : WorkspaceSiloHost(static clock => new MemoryStore { Clock = clock });

/// <summary>The same on two silos that share a PostgreSQL database.</summary>
public sealed class PostgresWorkspaceHost() : WorkspaceSiloHost(static clock => new DatabaseStore { Clock = clock });

/// <summary>A workspace beside main.</summary>
public abstract class WorkspaceSiloHost : SiloHost
{
    private protected WorkspaceSiloHost(Func<ManualTimeProvider, ClusterStore> create)
        : base(create)
    {
    }

    private protected override WorkspaceName Name { get; } = WorkspaceName.Parse("tested");

    private protected override async ValueTask<IProfileGrid> FindAsync(IGridDirectory directory, CatalogDocument? catalog, CancellationToken cancellation)
    {
        if (catalog is not null)
        {
            (await directory.AddAsync(new Workspace(Name, default), catalog, cancellation)).ShouldBeOfType<WorkspaceChange.Done>();
        }

        await directory.RefreshAsync(cancellation);
        return new InterleavedGrid(directory.Find(Name).ShouldNotBeNull(), directory.Find(WorkspaceName.Main).ShouldNotBeNull());
    }
}

/// <summary>Two silos on a store that outlives them.</summary>
public abstract class SiloHost : GridHost
{
    private readonly Func<ManualTimeProvider, ClusterStore> _create;
    private ClusterStore? _store;
    private TestCluster? _cluster;
    private WorkspaceNumber _number;

    private protected SiloHost(Func<ManualTimeProvider, ClusterStore> create) => _create = create;

    public override bool CommitsCallsWhole => false;

    /// <summary>The workspace whose grid is tested.</summary>
    private protected virtual WorkspaceName Name => WorkspaceName.Main;

    private WorkspaceServices Services => Client.GetRequiredService<WorkspaceRegistry>().List.Find(Name).ShouldNotBeNull().Services;

    private WorkspaceClient Workspace => Client.GetRequiredService<WorkspaceClients>().Of(Services);

    private IServiceProvider Client => _cluster!.Orleans.Client.ServiceProvider;

    public override async Task<IReadOnlyList<ObservationOutcome>> ObserveActorAsync(ActorId actor, IReadOnlyList<Signal> signals, CancellationToken cancellation)
    {
        var request = new ObserveRequest(Services.Catalogs.Latest?.Version ?? 0, [.. signals]);
        var answer = await Client.GetRequiredService<GrainCalls>().CallAsync(
            () => Workspace.Actors[actor].ObserveAsync(request), cancellation);
        return answer.Outcomes ?? throw new JournalUnavailableException(answer.Unavailable!, answer.RetryAfter);
    }

    public override async Task<byte[]?> ReadActorAsync(ActorId actor, CancellationToken cancellation)
    {
        if (await Workspace.Reader.ReadAsync(actor, cancellation) is not { } found)
        {
            return null;
        }

        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        found.Actor.WriteForReading(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
        {
            _cluster = null;
            await cluster.DisposeAsync();
        }

        if (_store is { } store)
        {
            _store = null;
            await store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected override async Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation)
    {
        _store ??= _create(Clock);
        _store.Kinds = options.Kinds;
        _store.Configure = engine =>
        {
            engine.ForgetIdleProfiles = options.ForgetIdleProfiles;
            engine.QuarantineCapacity = options.QuarantineCapacity ?? engine.QuarantineCapacity;
            engine.MaximumSignalsInFlight = options.QueueCapacity ?? engine.MaximumSignalsInFlight;
        };
        _cluster = await TestCluster.StartAsync(_store);
        if (catalog is not null)
        {
            (await _cluster.Grid.ReplaceCatalogAsync(catalog, cancellation)).ShouldBeOfType<CatalogChange.Applied>();
        }

        while (!(await _cluster.Grid.StatusAsync(cancellation)).Ready)
        {
            await Task.Delay(10, cancellation);
        }

        return await FindAsync(_cluster.Directory, catalog, cancellation);
    }

    /// <summary>The grid that is tested.</summary>
    private protected virtual ValueTask<IProfileGrid> FindAsync(IGridDirectory directory, CatalogDocument? catalog, CancellationToken cancellation) =>
        new(directory.Find(Name).ShouldNotBeNull());

    protected override async Task CloseAsync(CancellationToken cancellation)
    {
        _number = Services.Number;
        await _cluster!.StopAsync();
        _cluster = null;
    }

    protected override async Task KillAsync(CancellationToken cancellation)
    {
        await _cluster!.KillAsync();
        _cluster = null;
    }

    protected override Task DamageAsync(ProfileId profile, CancellationToken cancellation) =>
        _store!.DamageAsync(new ActorAddress(_number, ActorId.Of(profile)));
}
