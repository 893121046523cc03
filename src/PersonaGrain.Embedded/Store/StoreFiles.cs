namespace PersonaGrain.Embedded.Store;

/// <summary>Opens connections to the one file of a store, each set up for its use.</summary>
internal sealed class StoreFiles(EmbeddedGridOptions options)
{
    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(options.DataDirectory, "grid.db");

    /// <summary>The writer's connection: a commit returns when it is synced to disk.</summary>
    public StoreConnection OpenWriter()
    {
        var connection = StoreConnection.Open(Path, write: true, options.LockPatience);
        try
        {
            connection.Execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000; PRAGMA temp_store = MEMORY");
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
        var connection = StoreConnection.Open(Path, write: false, options.LockPatience);
        connection.Execute("PRAGMA cache_size = -16384");
        return connection;
    }
}
