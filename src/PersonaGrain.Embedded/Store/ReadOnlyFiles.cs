namespace PersonaGrain.Embedded.Store;

/// <summary>Opens a store's file so that nothing in its folder changes.</summary>
/// <param name="path">The file.</param>
/// <param name="access">How it is read.</param>
internal sealed class ReadOnlyFiles(string path, StoreAccess access)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Finds out how a file can be read.</summary>
    /// <remarks>
    /// A grid that runs, or one that was killed, leaves a log beside the file: it is read together with it, as SQLite does. After a clean end
    /// there is none; then the file is read as one that does not change, since SQLite would make the log and its index anew. A grid that
    /// starts meanwhile writes to a new log first, and to the file only after some 32 MB.
    /// </remarks>
    public static ReadOnlyFiles Of(string path)
    {
        var log = new FileInfo(path + "-wal");
        return new ReadOnlyFiles(path, log.Exists && log.Length > 0 ? StoreAccess.Read : StoreAccess.Immutable);
    }

    /// <summary>A connection.</summary>
    /// <exception cref="StoreException">The file can not be read.</exception>
    public StoreConnection Open()
    {
        var connection = StoreConnection.Open(path, access, LockTimeout);
        connection.Execute("PRAGMA cache_size = -8192");
        return connection;
    }
}
