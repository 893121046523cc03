using PersonaGrain.Grid;

namespace PersonaGrain.Embedded;

/// <summary>What came of opening all workspaces of a data directory.</summary>
public abstract record EmbeddedDirectoryOpening
{
    private EmbeddedDirectoryOpening()
    {
    }

    /// <summary>The grids run; dispose the directory to close their stores.</summary>
    /// <param name="Directory">The workspaces. One whose store can not be opened is among them, with the reason.</param>
    /// <param name="Catalog">What came of the catalog that was given for <c>main</c>; null where none was given.</param>
    public sealed record Opened(EmbeddedGridDirectory Directory, CatalogChange? Catalog) : EmbeddedDirectoryOpening;

    /// <summary>The store of <c>main</c> can not be opened.</summary>
    /// <param name="Why">Why not; never <see cref="EmbeddedGridOpening.Opened"/>.</param>
    public sealed record NotOpened(EmbeddedGridOpening Why) : EmbeddedDirectoryOpening;
}
