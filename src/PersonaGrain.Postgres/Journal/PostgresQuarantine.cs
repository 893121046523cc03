using System.Buffers;
using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Turns;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Journal;

/// <summary>What was set aside, on PostgreSQL.</summary>
internal sealed class PostgresQuarantine(NpgsqlDataSource writes, PostgresReader reader, PostgresOptions options) : IQuarantineStorage
{
    private const string Insert = """
        INSERT INTO personagrain.quarantine (profile, id, reason, field, message, sample, signal)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
        ON CONFLICT (profile, id) DO NOTHING
        """;

    private const string Select = """
        SELECT position, profile, reason, field, message, sample, signal FROM personagrain.quarantine WHERE position > $1 ORDER BY position LIMIT $2
        """;

    private const string SelectHeld = """
        SELECT profile, id FROM personagrain.quarantine JOIN unnest($1::text[], $2::text[]) AS asked (profile, id) USING (profile, id)
        """;

    private const string Delete = "DELETE FROM personagrain.quarantine WHERE position = ANY ($1)";

    private const string Count = "SELECT count(*) FROM personagrain.quarantine";

    /// <inheritdoc />
    public async ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation) => signals.Count == 0
        ? 0
        : await RunAsync(
            Insert,
            cancellation,
            With<string[]>([.. signals.Select(held => held.Profile.Value)]),
            With<string[]>([.. signals.Select(held => held.Signal.Id)]),
            With<string[]>([.. signals.Select(held => held.Fault.Reason)]),
            With<string[]>([.. signals.Select(held => held.Fault.Field)]),
            With<string[]>([.. signals.Select(held => held.Fault.Message)]),
            With<string?[]>([.. signals.Select(held => held.Fault.Sample)]),
            With<byte[][]>([.. signals.Select(Encode)]));

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation)
    {
        var held = await reader.QueryAsync(
            SelectHeld,
            static row => new QuarantineKey(ActorId.Parse(row.GetString(0)).Profile, row.GetString(1)),
            cancellation,
            With<string[]>([.. keys.Select(key => key.Profile.Value)]),
            With<string[]>([.. keys.Select(key => key.Id)]));
        return held.ToHashSet();
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await reader.QueryAsync(Select, Read, cancellation, With(after), With(limit));
    }

    /// <inheritdoc />
    public async ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation) =>
        await RunAsync(Delete, cancellation, With<long[]>([.. positions]));

    /// <inheritdoc />
    public async ValueTask<long> CountAsync(CancellationToken cancellation) =>
        (await reader.QueryAsync(Count, static row => row.GetInt64(0), cancellation))[0];

    private static byte[] Encode(QuarantinedSignal held)
    {
        var bytes = new ArrayBufferWriter<byte>();
        SignalCodec.Write(held.Signal, held.Received, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static QuarantineEntry Read(NpgsqlDataReader row)
    {
        var (signal, received) = SignalCodec.Read(row.GetFieldValue<byte[]>(6));
        var fault = new SignalFault(row.GetString(2), row.GetString(3), row.GetString(4)) { Sample = row.IsDBNull(5) ? null : row.GetString(5) };
        return new QuarantineEntry(row.GetInt64(0), new QuarantinedSignal(ActorId.Parse(row.GetString(1)).Profile, signal, fault, received));
    }

    private async Task<int> RunAsync(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        try
        {
            await using var command = writes.CreateCommand(sql);
            command.Parameters.AddRange(parameters);
            return await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            throw new JournalUnavailableException(PostgresFault.Reason(exception), options.RetryAfter, exception);
        }
    }
}
