using Npgsql;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres;

/// <summary>Runs reads, and turns errors of the database into <see cref="JournalUnavailableException"/>.</summary>
/// <param name="source">Where it reads.</param>
/// <param name="options">The options.</param>
/// <param name="lost">Called where the way to the database was lost.</param>
internal sealed class PostgresReader(NpgsqlDataSource source, PostgresOptions options, Action? lost = null)
{
    /// <summary>Every row of a query, mapped.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        try
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.AddRange(parameters);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var result = new List<T>();
            while (await rows.ReadAsync(cancellation))
            {
                result.Add(map(rows));
            }

            return result;
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            if (PostgresFault.IsLost(exception))
            {
                lost?.Invoke();
            }

            throw new JournalUnavailableException(PostgresFault.Reason(exception), options.RetryAfter, exception);
        }
    }

    /// <summary>A parameter of a type that Npgsql knows how to send.</summary>
    public static NpgsqlParameter With<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
