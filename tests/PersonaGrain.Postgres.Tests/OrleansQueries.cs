using System.Data;
using System.Data.Common;
using Npgsql;

namespace PersonaGrain.Postgres.Tests;

/// <summary>Looks up queries and runs them as Orleans' AdoNet providers do: text by key, parameters by name and <see cref="DbType"/>.</summary>
internal sealed class OrleansQueries : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly Dictionary<string, string> _texts = [];

    private OrleansQueries(NpgsqlDataSource source) => _source = source;

    public IEnumerable<string> Keys => _texts.Keys;

    public static async Task<OrleansQueries> OpenAsync(string database)
    {
        var queries = new OrleansQueries(NpgsqlDataSource.Create(PostgresStorage.OrleansConnectionString(database)));
        await using var command = queries._source.CreateCommand("SELECT QueryKey, QueryText FROM OrleansQuery");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            queries._texts.Add(rows.GetString(rows.GetOrdinal("QueryKey")), rows.GetString(rows.GetOrdinal("QueryText")));
        }

        return queries;
    }

    /// <summary>The rows of a query, each by column name.</summary>
    public async Task<List<Dictionary<string, object?>>> RunAsync(string key, params (string Name, object? Value, DbType Type)[] parameters)
    {
        await using var command = _source.CreateCommand(_texts[key]);
        foreach (var (name, value, type) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            parameter.DbType = type;
            command.Parameters.Add(parameter);
        }

        await using var rows = await command.ExecuteReaderAsync();
        var result = new List<Dictionary<string, object?>>();
        while (await rows.ReadAsync())
        {
            result.Add(Row(rows));
        }

        return result;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static Dictionary<string, object?> Row(DbDataReader row) => Enumerable.Range(0, row.FieldCount).ToDictionary(
        row.GetName, index => row.IsDBNull(index) ? null : row.GetValue(index), StringComparer.OrdinalIgnoreCase);
}
