using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Contracts;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>The workspaces of two silos that share storage in memory.</summary>
public sealed class ClusterDirectoryHost() : SiloDirectoryHost(static clock => new MemoryStore { Clock = clock });

/// <summary>The workspaces of two silos that share a PostgreSQL database.</summary>
public sealed class PostgresDirectoryHost() : SiloDirectoryHost(static clock => new DatabaseStore { Clock = clock });

/// <summary>The workspaces of two silos on a store that outlives them.</summary>
public abstract class SiloDirectoryHost : DirectoryHost
{
    private readonly Func<ManualTimeProvider, ClusterStore> _create;
    private ClusterStore? _store;
    private TestCluster? _cluster;

    private protected SiloDirectoryHost(Func<ManualTimeProvider, ClusterStore> create) => _create = create;

    public override IGridDirectory Directory => _cluster?.Directory ?? throw new InvalidOperationException("open it first");

    public override async Task OpenAsync(CatalogDocument? catalog, CancellationToken cancellation)
    {
        _store ??= _create(Clock);
        _cluster = await TestCluster.StartAsync(_store);
        if (catalog is not null)
        {
            (await _cluster.Grid.ReplaceCatalogAsync(catalog, cancellation)).ShouldBeOfType<CatalogChange.Applied>();
        }

        await Directory.RefreshAsync(cancellation);
    }

    public override async Task CloseAsync(CancellationToken cancellation)
    {
        await _cluster!.StopAsync();
        _cluster = null;
    }

    public override async Task KillAsync(CancellationToken cancellation)
    {
        await _cluster!.KillAsync();
        _cluster = null;
    }

    public override async ValueTask DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_store?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }
}
