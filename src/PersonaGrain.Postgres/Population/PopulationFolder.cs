using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;

namespace PersonaGrain.Postgres.Population;

/// <summary>Folds what commits counted into the row of a workspace's population.</summary>
/// <remarks>
/// A transaction locks the row, deletes the deltas that it sees, and writes their sum: whatever happens, each of them is either still there or
/// in the row. So it needs neither positions nor an order, and a second folder waits for the first and then finds little.
/// </remarks>
internal sealed class PopulationFolder(NpgsqlDataSource source, PostgresOptions options)
{
    private const int Page = 10_000;

    private const string Lock = "SELECT catalog, body FROM personagrain.population WHERE workspace = $1 FOR UPDATE";

    private const string Take = """
        DELETE FROM personagrain.population_deltas
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM personagrain.population_deltas WHERE workspace = $2 LIMIT $1))
        RETURNING catalog, body
        """;

    private const string Keep = "UPDATE personagrain.population SET catalog = $1, body = $2 WHERE workspace = $3";

    public async Task<PopulationFold> FoldAsync(WorkspaceNumber workspace, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var (fold, deltas) = await FoldPageAsync(workspace, cancellation);
                if (deltas < Page)
                {
                    return fold;
                }
            }
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            throw new JournalUnavailableException(PostgresFault.Reason(exception), options.RetryAfter, exception);
        }
    }

    private async Task<(PopulationFold Fold, int Deltas)> FoldPageAsync(WorkspaceNumber workspace, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var fold = await ReadAsync(connection, workspace, cancellation);
        var deltas = await TakeAsync(connection, workspace, fold, cancellation);
        if (deltas > 0)
        {
            await using var keep = new NpgsqlCommand(Keep, connection);
            keep.Parameters.Add(PostgresReader.With(fold.Catalog));
            keep.Parameters.Add(PostgresReader.With(PopulationRows.Write(fold.Counts)));
            keep.Parameters.Add(PostgresReader.With(workspace.Value));
            await keep.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        return (fold, deltas);
    }

    private static async Task<PopulationFold> ReadAsync(NpgsqlConnection connection, WorkspaceNumber workspace, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Lock, connection);
        command.Parameters.Add(PostgresReader.With(workspace.Value));
        await using var row = await command.ExecuteReaderAsync(cancellation);

        // A workspace that was removed has none.
        return await row.ReadAsync(cancellation) ? Fold(row) : new PopulationFold();
    }

    private static async Task<int> TakeAsync(NpgsqlConnection connection, WorkspaceNumber workspace, PopulationFold fold, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Take, connection);
        command.Parameters.Add(PostgresReader.With(Page));
        command.Parameters.Add(PostgresReader.With(workspace.Value));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var deltas = 0;
        for (; await rows.ReadAsync(cancellation); deltas++)
        {
            fold.Add(Delta(rows));
        }

        return deltas;
    }

    private static PopulationFold Fold(NpgsqlDataReader row) => row.GetFieldValue<byte[]>(1) is { Length: > 0 } body
        ? new PopulationFold(row.GetInt32(0), PopulationCounts.Read(body))
        : new PopulationFold();

    private static PopulationDelta Delta(NpgsqlDataReader row) => new(row.GetInt32(0), PopulationCounts.Read(row.GetFieldValue<byte[]>(1)));
}
