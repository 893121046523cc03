using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Contracts;

namespace PersonaGrain.Embedded.Tests;

/// <summary>The embedded engine as the contracts see it: one temporary folder is one store.</summary>
public sealed class EmbeddedHost : GridHost
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedGrid? _grid;

    public override async ValueTask DisposeAsync()
    {
        if (_grid is not null)
        {
            await _grid.DisposeAsync();
            _grid = null;
        }

        _folder.Dispose();
    }

    protected override async Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation)
    {
        var defaults = new EmbeddedGridOptions { DataDirectory = _folder.Path, Partitions = 2 };
        var opening = await EmbeddedGrid.OpenAsync(
            defaults with
            {
                QueueCapacity = options.QueueCapacity ?? defaults.QueueCapacity,
                MemoryBudget = options.ForgetIdleProfiles ? 0 : defaults.MemoryBudget,
            },
            catalog, Clock, null, cancellation);
        return _grid = opening.ShouldBeOfType<EmbeddedGridOpening.Opened>().Grid;
    }

    protected override async Task CloseAsync(CancellationToken cancellation)
    {
        await _grid!.DisposeAsync();
        _grid = null;
    }

    protected override async Task KillAsync(CancellationToken cancellation)
    {
        await _grid!.AbandonAsync();
        _grid = null;
    }
}
