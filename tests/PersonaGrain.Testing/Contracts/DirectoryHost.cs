using PersonaGrain.Catalogs;
using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>An engine with its workspaces under test; one host is one place of storage, which may be closed and opened again.</summary>
public abstract class DirectoryHost : IAsyncDisposable
{
    /// <summary>The clock that the grids run on; it survives restarts.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The open directory.</summary>
    public abstract IGridDirectory Directory { get; }

    /// <summary>Opens it: with a catalog for <c>main</c> the first time, with what is stored after that.</summary>
    public abstract Task OpenAsync(CatalogDocument? catalog, CancellationToken cancellation);

    /// <summary>Closes it cleanly.</summary>
    public abstract Task CloseAsync(CancellationToken cancellation);

    /// <summary>Loses it as a killed process would.</summary>
    public abstract Task KillAsync(CancellationToken cancellation);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
