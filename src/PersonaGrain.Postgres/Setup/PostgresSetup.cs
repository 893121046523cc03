using Npgsql;

namespace PersonaGrain.Postgres.Setup;

/// <summary>Creates or upgrades the objects in a database: this project's own and those of Orleans' AdoNet providers, all in the schema <c>personagrain</c>.</summary>
/// <remarks>
/// Safe to run again and by several processes at once: the others wait, then find nothing missing. Silos of the version that is set up may
/// run meanwhile; those of before step 10 may not.
/// </remarks>
public static class PostgresSetup
{
    private const string Prepare = """
        CREATE SCHEMA IF NOT EXISTS personagrain;
        CREATE TABLE IF NOT EXISTS personagrain.setup (
            version    integer     PRIMARY KEY,
            name       text        NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now());
        """;

    /// <summary>The version that this program brings a database to.</summary>
    public static int NewestVersion => SetupStep.Newest;

    /// <summary>Applies every step that is missing, each in a transaction of its own.</summary>
    public static Task<SetupResult> ApplyAsync(string connectionString, CancellationToken cancellation) =>
        ApplyAsync(connectionString, SetupStep.Newest, cancellation);

    /// <summary>As an older program would have: only steps up to a version.</summary>
    internal static async Task<SetupResult> ApplyAsync(string connectionString, int upTo, CancellationToken cancellation)
    {
        string? current = null;
        try
        {
            // No pool: the lock lives as long as the session.
            var text = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
            await using var connection = new NpgsqlConnection(text.ConnectionString);
            await connection.OpenAsync(cancellation);
            await ExecuteAsync(connection, $"SELECT pg_advisory_lock({AdvisoryLocks.Setup})", cancellation);
            await ExecuteAsync(connection, Prepare, cancellation);
            var found = await FoundAsync(connection, cancellation);
            if (found > upTo)
            {
                return new SetupResult.Newer(found, upTo);
            }

            var applied = new List<string>();
            foreach (var step in SetupStep.All.Where(step => step.Version > found && step.Version <= upTo))
            {
                current = step.Name;
                await ApplyAsync(connection, step, cancellation);
                applied.Add(step.Name);
            }

            return new SetupResult.Ready(found, upTo, applied);
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            return new SetupResult.Failed(current, PostgresFault.Reason(exception));
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, SetupStep step, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, step.ReadSql(), cancellation);
        if (step.Then is { } then)
        {
            await then(connection, cancellation);
        }

        await using var note = new NpgsqlCommand("INSERT INTO personagrain.setup (version, name) VALUES ($1, $2)", connection)
        {
            Parameters = { PostgresReader.With(step.Version), PostgresReader.With(step.Name) },
        };
        await note.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<int> FoundAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM personagrain.setup", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
