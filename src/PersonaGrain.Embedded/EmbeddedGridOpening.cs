using PersonaGrain.Grid;

namespace PersonaGrain.Embedded;

/// <summary>What came of opening a store.</summary>
public abstract record EmbeddedGridOpening
{
    private EmbeddedGridOpening()
    {
    }

    /// <summary>The grid runs; dispose it to close the store.</summary>
    /// <param name="Grid">The grid.</param>
    /// <param name="Catalog">What came of the catalog that was given; null where none was given.</param>
    public sealed record Opened(EmbeddedGrid Grid, CatalogChange? Catalog) : EmbeddedGridOpening;

    /// <summary>Another process (or another grid in this one) has the store.</summary>
    /// <param name="ProcessId">Its process id; 0 where it left none.</param>
    /// <param name="Since">When it opened the store, or null.</param>
    /// <param name="Command">What it was started as.</param>
    public sealed record HeldByAnother(int ProcessId, DateTimeOffset? Since, string Command) : EmbeddedGridOpening;

    /// <summary>The store was written by a newer version of this program; install that version or a later one.</summary>
    public sealed record NewerFormat(int Found, int Supported) : EmbeddedGridOpening;

    /// <summary>The file is not a store or is damaged.</summary>
    /// <param name="Reason">What was found.</param>
    /// <param name="Remedy">What to do.</param>
    public sealed record Damaged(string Reason, string Remedy) : EmbeddedGridOpening;

    /// <summary>The store can not be written: read-only, full, locked, or not reachable.</summary>
    /// <param name="Code">A stable code, such as <c>disk_full</c>.</param>
    /// <param name="Reason">What was found and what to do.</param>
    public sealed record NotWritable(string Code, string Reason) : EmbeddedGridOpening;
}
