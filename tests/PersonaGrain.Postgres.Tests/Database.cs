using Npgsql;

namespace PersonaGrain.Postgres.Tests;

/// <summary>What tests do to a database directly.</summary>
internal static class Database
{
    public static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<long> CountAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Holds up every commit until disposed.</summary>
    public static Task<IAsyncDisposable> HoldCommitsAsync(string database) => HoldAsync(database, "LOCK TABLE personagrain.journal IN EXCLUSIVE MODE");

    /// <summary>Begins a transaction, which is lost when disposed.</summary>
    public static async Task<IAsyncDisposable> HoldAsync(string database, params string[] statements)
    {
        var connection = await OpenAsync(database);
        var transaction = await connection.BeginTransactionAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }

        return connection;
    }

    /// <summary>Completes when so many sessions wait for a lock.</summary>
    public static async Task WaitersAsync(string database, int sessions, CancellationToken cancellation)
    {
        while (await CountAsync(database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") < sessions)
        {
            await Task.Delay(20, cancellation);
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
