namespace PersonaGrain.Embedded.Store;

/// <summary>Opens a store's file so that nothing in its folder changes.</summary>
/// <param name="path">The file.</param>
/// <param name="access">How it is read.</param>
internal sealed class ReadOnlyFiles(string path, StoreAccess access)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Finds out how a file can be read.</summary>
    /// <remarks>
    /// A grid that runs, or one that was killed, has a log beside the file, and an index of the log that all who read share: they are read
    /// together, as SQLite does. After a clean end there is no log; then the file is read as one that does not change, since SQLite would make
    /// log and index anew. In a copy of both without the index nobody else can be reading: the index is then kept in memory. A grid
    /// that starts meanwhile writes to a new log first, and to the file only after some 32 MB.
    /// </remarks>
    public static ReadOnlyFiles Of(string path)
    {
        var log = new FileInfo(path + "-wal");
        return new ReadOnlyFiles(
            path,
            !log.Exists || log.Length == 0 ? StoreAccess.Immutable
            : File.Exists(path + "-shm") ? StoreAccess.Read
            : StoreAccess.ReadAlone);
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
