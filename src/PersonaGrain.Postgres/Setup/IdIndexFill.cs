using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;

namespace PersonaGrain.Postgres.Setup;

/// <summary>Fills the index of message ids for the actors that have more of them than they remember: a program of before kept no index.</summary>
/// <remarks>
/// Constant memory for each actor; about as long as it takes to read those actors' signals once. A row that can not be read is passed over: its
/// actor can not be loaded before it is mended, and everybody else is.
/// </remarks>
internal static class IdIndexFill
{
    private const int Page = 10_000;

    private const string FindActors = "SELECT actor FROM personagrain.journal WHERE kind = 1 GROUP BY actor HAVING count(*) > $1";

    private const string Read = "SELECT sequence, payload FROM personagrain.journal WHERE actor = $1 AND kind = 1 AND sequence > $2 ORDER BY sequence LIMIT $3";

    private const string Add = "INSERT INTO personagrain.ids (actor, id) SELECT $1, added.id FROM unnest($2) AS added (id) ON CONFLICT DO NOTHING";

    /// <summary>
    /// Their snapshots say that the index has none of their ids, so that a load would write all of them again, in one commit. Without a snapshot
    /// they are put together from their journals, once.
    /// </summary>
    private const string ForgetSnapshots = """
        DELETE FROM personagrain.OrleansStorage
        WHERE GrainTypeString = 'profile' AND GrainIdExtensionString IN (SELECT DISTINCT actor FROM personagrain.ids)
        """;

    /// <summary>Runs within the transaction of its step.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var actor in await ActorsAsync(connection, cancellation))
        {
            var after = 0L;
            while (await PageAsync(connection, actor, after, cancellation) is var (ids, last) && last > after)
            {
                await using var add = Command(connection, Add, PostgresReader.With(actor), PostgresReader.With(ids));
                await add.ExecuteNonQueryAsync(cancellation);
                after = last;
            }
        }

        await using var forget = Command(connection, ForgetSnapshots);
        await forget.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<string>> ActorsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(connection, FindActors, PostgresReader.With((long)ProfileMachine.RememberedIds));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var actors = new List<string>();
        while (await rows.ReadAsync(cancellation))
        {
            actors.Add(rows.GetString(0));
        }

        return actors;
    }

    private static async Task<(List<long> Ids, long Last)> PageAsync(NpgsqlConnection connection, string actor, long after, CancellationToken cancellation)
    {
        await using var command = Command(connection, Read, PostgresReader.With(actor), PostgresReader.With(after), PostgresReader.With(Page));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<long>();
        while (await rows.ReadAsync(cancellation))
        {
            after = rows.GetInt64(0);
            if (IdOf(await rows.GetFieldValueAsync<byte[]>(1, cancellation)) is { } id)
            {
                ids.Add(unchecked((long)MessageFingerprint.Of(id)));
            }
        }

        return (ids, after);
    }

    /// <summary>The message id of a signal; null where it can not be read.</summary>
    private static string? IdOf(byte[] payload)
    {
        try
        {
            return JournalEntryCodec.Read(JournalEntryKind.Signal, payload).Signal.Id;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
