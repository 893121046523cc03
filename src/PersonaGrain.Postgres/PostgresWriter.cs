using Npgsql;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres;

/// <summary>
/// Runs the few writes that are no commits of the journal: each a batch, which is one transaction. Errors of the database become <see cref="JournalUnavailableException"/>.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource source, PostgresOptions options)
{
    /// <summary>
    /// A statement that has whatever follows it fail where a workspace is not live, and keeps it live to the end of the transaction. None
    /// for main.
    /// </summary>
    public static NpgsqlBatchCommand[] Require(WorkspaceNumber workspace) => workspace.IsMain
        ? []
        : [Command("SELECT personagrain.lock_workspaces($1)", With(workspace)), Command("SELECT personagrain.require_workspaces($1)", With(workspace))];

    /// <summary>A statement with its parameters.</summary>
    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Runs statements, and reads the rows of the last one.</summary>
    public async Task<List<T>> RunAsync<T>(Func<NpgsqlDataReader, T> map, CancellationToken cancellation, params NpgsqlBatchCommand[] commands)
    {
        try
        {
            await using var batch = source.CreateBatch();
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(command);
            }

            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            for (var passed = 1; passed < commands.Length; passed++)
            {
                await rows.NextResultAsync(cancellation);
            }

            var result = new List<T>();
            while (await rows.ReadAsync(cancellation))
            {
                result.Add(map(rows));
            }

            // An error of the commit itself comes with what follows the last row.
            await rows.NextResultAsync(cancellation);
            return result;
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            throw new JournalUnavailableException(PostgresFault.Reason(exception), options.RetryAfter, exception);
        }
    }

    /// <summary>Runs statements.</summary>
    /// <returns>The rows that the last one changed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation, params NpgsqlBatchCommand[] commands)
    {
        await RunAsync(static _ => true, cancellation, commands);
        return commands[^1].RecordsAffected;
    }

    private static NpgsqlParameter With(WorkspaceNumber workspace) => PostgresReader.With<int[]>([workspace.Value]);
}
