using SQLitePCL;

namespace PersonaGrain.Embedded.Store;

/// <summary>One connection to the store's file, straight on SQLite's own interface; used by one thread at a time.</summary>
/// <remarks>Prepared statements are bound and stepped without the parameter objects of ADO.NET: a row costs about 1 µs and allocates nothing.</remarks>
internal sealed class StoreConnection : IDisposable
{
    private readonly sqlite3 _database;
    private readonly List<StoreStatement> _statements = [];

    static StoreConnection() => Batteries_V2.Init();

    private StoreConnection(sqlite3 database) => _database = database;

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>Bounds what the caches of all connections of this process take together: one that would grow beyond it uses its own pages again.</summary>
    public static void LimitCaches(long bytes) => raw.sqlite3_soft_heap_limit64(bytes);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="access">What for.</param>
    /// <param name="lockTimeout">How long an operation waits for another's lock.</param>
    /// <exception cref="StoreException">It can not be opened.</exception>
    public static StoreConnection Open(string path, StoreAccess access, TimeSpan lockTimeout)
    {
        var flags = access == StoreAccess.Write ? raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE : raw.SQLITE_OPEN_READONLY;
        string? system = null;
        if (access == StoreAccess.ReadAlone)
        {
            system = OperatingSystem.IsWindows() ? "win32-none" : "unix-none";
        }
        else if (access == StoreAccess.Immutable)
        {
            flags |= raw.SQLITE_OPEN_URI;
            path = $"file:{Uri.EscapeDataString(System.IO.Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";
        }

        var code = raw.sqlite3_open_v2(path, out var database, flags | raw.SQLITE_OPEN_NOMUTEX, system);
        if (code != raw.SQLITE_OK)
        {
            var message = database.IsInvalid ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(database).utf8_to_string();
            database.Dispose();
            throw new StoreException(code, message);
        }

        var connection = new StoreConnection(database);
        _ = raw.sqlite3_busy_timeout(database, (int)lockTimeout.TotalMilliseconds);
        if (access == StoreAccess.ReadAlone)
        {
            _ = raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            connection.Execute("PRAGMA locking_mode = EXCLUSIVE");
        }

        return connection;
    }

    /// <summary>Runs statements that give no rows.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_database, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Fault(code);
        }
    }

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public StoreStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        if (code != raw.SQLITE_OK)
        {
            throw Fault(code);
        }

        var prepared = new StoreStatement(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Prepares a statement that its user disposes.</summary>
    public StoreStatement Once(string sql)
    {
        var code = raw.sqlite3_prepare_v2(_database, sql, out var statement);
        return code == raw.SQLITE_OK ? new StoreStatement(this, statement) : throw Fault(code);
    }

    /// <summary>The first column of the first row as a number; 0 where there is no row.</summary>
    public long Number(string sql)
    {
        using var statement = Once(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _database.Dispose();
    }

    internal StoreException Fault(int code) => new(code, raw.sqlite3_errmsg(_database).utf8_to_string());
}

/// <summary>What a connection is opened for.</summary>
internal enum StoreAccess
{
    /// <summary>Reads, as of the newest commit; takes part in the locks of a store that is in use.</summary>
    Read,

    /// <summary>Reads a file without a log that nobody writes meanwhile: takes no lock and makes no file.</summary>
    Immutable,

    /// <summary>Reads a file and its log that nobody writes meanwhile: takes no lock and makes no file, the index of the log is kept in memory.</summary>
    ReadAlone,

    /// <summary>Reads and writes.</summary>
    Write,
}
