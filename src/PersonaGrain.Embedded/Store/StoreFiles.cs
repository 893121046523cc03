using System.Globalization;

namespace PersonaGrain.Embedded.Store;

/// <summary>Opens connections to the one file of a store, each set up for its use.</summary>
internal sealed class StoreFiles(EmbeddedGridOptions options)
{
    private const long Kibibyte = 1024;

    /// <summary>The file's name within the folder.</summary>
    public const string Name = "grid.db";

    /// <summary>The file.</summary>
    public string Path { get; } = PathIn(options.DataDirectory);

    /// <summary>Bytes that the caches of the connections of a grid may take together.</summary>
    public long CacheBytes => WriterCache + ((options.Partitions + 3) * ReaderCache);

    private long WriterCache => Math.Clamp(options.MemoryBudget / 16, 2L << 20, 64L << 20);

    private long ReaderCache => Math.Clamp(options.MemoryBudget / 64 / (options.Partitions + 3), 1L << 20, 16L << 20);

    /// <summary>The file of a store in a folder.</summary>
    public static string PathIn(string folder) => System.IO.Path.Combine(folder, Name);

    /// <summary>The writer's connection: a commit returns when it is synced to disk.</summary>
    public StoreConnection OpenWriter()
    {
        var connection = StoreConnection.Open(Path, StoreAccess.Write, options.LockTimeout);
        try
        {
            connection.Execute(string.Create(CultureInfo.InvariantCulture,
                $"PRAGMA synchronous = FULL; PRAGMA cache_size = -{WriterCache / Kibibyte}; PRAGMA wal_autocheckpoint = 8000; PRAGMA temp_store = MEMORY"));
            if (options.Limits.MaximumPages > 0)
            {
                _ = connection.Number($"PRAGMA max_page_count = {options.Limits.MaximumPages}");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that only reads; it sees every commit that returned before its statement began.</summary>
    public StoreConnection OpenReader()
    {
        if (options.Limits.ReadFault is > 0 and var code)
        {
            throw new StoreException(code, "a limit of a test");
        }

        var connection = StoreConnection.Open(Path, StoreAccess.Read, options.LockTimeout);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{ReaderCache / Kibibyte}"));
        return connection;
    }
}
