namespace PersonaGrain.Catalogs.History;

/// <summary>How much of the history of catalogs is kept.</summary>
public static class CatalogRetention
{
    /// <summary>The most catalogs, the one in force among them.</summary>
    public const int Catalogs = 200;

    /// <summary>The most bytes of their documents together: 30 MiB. The one in force is kept in any case.</summary>
    public const int Bytes = 30 * 1024 * 1024;

    /// <summary>The most entries of a page.</summary>
    public const int MaximumPage = 100;

    /// <summary>How many of the newest catalogs are kept.</summary>
    /// <param name="sizes">The lengths of their documents in bytes, newest first.</param>
    public static int Kept(IEnumerable<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var (kept, bytes) = (0, 0L);
        foreach (var size in sizes)
        {
            bytes += size;
            if (kept == Catalogs || (kept > 0 && bytes > Bytes))
            {
                break;
            }

            kept++;
        }

        return kept;
    }

    /// <summary>Checks the limit of a page.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one that there may be.</exception>
    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumPage);
    }
}
