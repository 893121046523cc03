using System.Net.Sockets;
using Npgsql;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres;

/// <summary>What an error of the database means for whoever got it.</summary>
internal enum PostgresFaultKind : byte
{
    /// <summary>The database is away, refuses, or took too long.</summary>
    Unavailable,

    /// <summary>Someone else appended first.</summary>
    Conflict,

    /// <summary>Two transactions were in each other's way; the same again may well succeed.</summary>
    Collision,

    /// <summary>What was to be written is of a workspace that was removed.</summary>
    Removed,

    /// <summary>The statement's own data can not be stored.</summary>
    Refused,
}

/// <summary>Reads errors of the database.</summary>
internal static class PostgresFault
{
    private const string HeadMismatch = "PGJ01";
    private const string WorkspaceMissing = "PGJ02";

    public static PostgresFaultKind Kind(Exception exception) => exception is not PostgresException { SqlState: var state }
        ? PostgresFaultKind.Unavailable
        : state switch
        {
            HeadMismatch or PostgresErrorCodes.UniqueViolation => PostgresFaultKind.Conflict,
            WorkspaceMissing => PostgresFaultKind.Removed,
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => PostgresFaultKind.Collision,
            _ when state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal) => PostgresFaultKind.Refused,
            _ => PostgresFaultKind.Unavailable,
        };

    /// <summary>Whether this is an error of the database or of the way to it, not of this program.</summary>
    public static bool IsStorage(Exception exception) =>
        exception is NpgsqlException or SocketException or TimeoutException or IOException or ObjectDisposedException;

    /// <summary>Whether the connection is gone, and with it probably all others that are open: the server was stopped or crashed, or can not be reached.</summary>
    public static bool IsLost(Exception exception) => exception is not PostgresException { SqlState: var state }
        || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;

    /// <summary>What happened and what to do, for an operator.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedColumn } =>
            "the database is not set up for this version; run `silo setup`",
        PostgresException { SqlState: WorkspaceMissing } => StoredWorkspace.RemovedReason,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => "the database did not finish within the statement time-out",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the database's disk is full; free space on it",
        PostgresException postgres => $"the database says: {postgres.MessageText} ({postgres.SqlState})",
        ObjectDisposedException => "the storage is shut down",
        NpgsqlException or SocketException or TimeoutException or IOException => $"the database can not be reached: {exception.Message}",
        _ => $"writing failed: {exception.Message}",
    };
}
