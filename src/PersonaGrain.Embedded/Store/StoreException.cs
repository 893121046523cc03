using SQLitePCL;

namespace PersonaGrain.Embedded.Store;

/// <summary>SQLite refused an operation. Never leaves this engine: it becomes a typed result with a reason to act on.</summary>
internal sealed class StoreException(int resultCode, string message) : Exception(message)
{
    /// <summary>The primary result code.</summary>
    public int ResultCode { get; } = resultCode & 0xFF;

    /// <summary>Whether the file itself is not what it should be.</summary>
    public bool IsDamage => ResultCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT;

    /// <summary>The fault in words that an operator can act on.</summary>
    public StoreFault ToFault() => ResultCode switch
    {
        raw.SQLITE_FULL => new("disk_full", "the disk of the store is full; free space on it (nothing acknowledged is lost)"),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new("store_locked", "another program holds a lock on the store; end it or let it finish"),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new("store_read_only", "the store is read-only; give this process write access to its folder and files"),
        raw.SQLITE_CANTOPEN => new("store_unreachable", "the store can not be opened; check that its folder exists and is reachable"),
        raw.SQLITE_IOERR => new("store_io_error", $"the disk reports an error ({Message}); check the disk"),
        _ when IsDamage => new(StoreFault.Damaged, $"the store is damaged ({Message}); stop the grid and restore a backup"),
        _ => new("store_error", $"the store refused an operation ({Message})"),
    };
}

/// <summary>Why nothing can be made durable now.</summary>
/// <param name="Code">A stable code; counted per code.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record StoreFault(string Code, string Message)
{
    /// <summary>The code of a file that is not what it should be.</summary>
    public const string Damaged = "store_damaged";

    /// <summary>An import is open: what is done in the background waits for its end.</summary>
    public static readonly StoreFault Importing = new("importing", "an import is under way; try again when it has ended");

    /// <summary>The grid is being closed.</summary>
    public static readonly StoreFault Closing = new("closing", "the grid is closing; send the call to the next one");
}
