using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Contracts;

namespace PersonaGrain.Embedded.Tests.Workspaces;

/// <summary>A data directory with its workspaces.</summary>
public sealed class EmbeddedDirectoryHost : DirectoryHost
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedGridDirectory? _directory;

    public override IGridDirectory Directory => _directory ?? throw new InvalidOperationException("open it first");

    public override async Task OpenAsync(CatalogDocument? catalog, CancellationToken cancellation)
    {
        var options = new EmbeddedGridOptions { DataDirectory = _folder.Path, Partitions = 2 };
        _directory = (await EmbeddedGridDirectory.OpenAsync(options, catalog, Clock, null, null, cancellation))
            .ShouldBeOfType<EmbeddedDirectoryOpening.Opened>().Directory;
    }

    public override async Task CloseAsync(CancellationToken cancellation) => await _directory!.DisposeAsync();

    public override Task KillAsync(CancellationToken cancellation) => _directory!.AbandonAsync();

    public override async ValueTask DisposeAsync()
    {
        if (_directory is not null)
        {
            await _directory.DisposeAsync();
        }

        _folder.Dispose();
    }
}

public sealed class EmbeddedDirectoryTests : DirectoryContract<EmbeddedDirectoryHost>;
