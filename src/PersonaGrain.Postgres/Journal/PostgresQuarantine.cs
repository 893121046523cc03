using System.Buffers;
using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Journal;

/// <summary>What was set aside in one workspace, on PostgreSQL.</summary>
internal sealed class PostgresQuarantine(PostgresWriter writer, PostgresReader reader, WorkspaceNumber workspace) : IQuarantineStorage
{
    // Positions in the order of the call; rows in the order of their keys, so that calls that send the same signals wait for one another in one direction.
    private const string Insert = """
        WITH sent AS MATERIALIZED (
            SELECT nextval(pg_get_serial_sequence('personagrain.quarantine', 'position')) AS position, called.*
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::bigint[])
                AS called (profile, id, reason, field, message, sample, signal, history_began))
        INSERT INTO personagrain.quarantine (workspace, position, profile, id, reason, field, message, sample, signal, history_began)
            OVERRIDING SYSTEM VALUE
        SELECT $9, position, profile, id, reason, field, message, sample, signal, history_began FROM sent
        ORDER BY profile COLLATE "C", id COLLATE "C", position
        ON CONFLICT (workspace, profile, id) DO NOTHING
        """;

    private const string Select = """
        SELECT position, profile, reason, field, message, sample, signal, history_began FROM personagrain.quarantine
        WHERE workspace = $3 AND position > $1 ORDER BY position LIMIT $2
        """;

    private const string SelectHeld = """
        SELECT profile, id FROM personagrain.quarantine JOIN unnest($1::text[], $2::text[]) AS asked (profile, id) USING (profile, id)
        WHERE workspace = $3
        """;

    private const string Delete = "DELETE FROM personagrain.quarantine WHERE workspace = $2 AND position = ANY ($1)";

    private const string Last = "SELECT coalesce(max(position), 0) FROM personagrain.quarantine WHERE workspace = $1";

    private const string Count = "SELECT count(*) FROM personagrain.quarantine WHERE workspace = $1";

    /// <inheritdoc />
    public async ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation)
    {
        if (signals.Count == 0)
        {
            return 0;
        }

        var insert = PostgresWriter.Command(
            Insert,
            With<string[]>([.. signals.Select(held => held.Profile.Value)]),
            With<string[]>([.. signals.Select(held => held.Signal.Id)]),
            With<string[]>([.. signals.Select(held => held.Fault.Reason)]),
            With<string[]>([.. signals.Select(held => held.Fault.Field)]),
            With<string[]>([.. signals.Select(held => held.Fault.Message)]),
            With<string?[]>([.. signals.Select(held => held.Fault.Sample)]),
            With<byte[][]>([.. signals.Select(Encode)]),
            With<long?[]>([.. signals.Select(held => held.HistoryBegan?.Ticks)]),
            With(workspace.Value));
        return await writer.RunAsync(cancellation, [.. PostgresWriter.Require(workspace), insert]);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation)
    {
        var held = await reader.QueryAsync(
            SelectHeld,
            static row => new QuarantineKey(ActorId.Parse(row.GetString(0)).Profile, row.GetString(1)),
            cancellation,
            With<string[]>([.. keys.Select(key => key.Profile.Value)]),
            With<string[]>([.. keys.Select(key => key.Id)]),
            With(workspace.Value));
        return held.ToHashSet();
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await reader.QueryAsync(Select, Read, cancellation, With(after), With(limit), With(workspace.Value));
    }

    /// <inheritdoc />
    public async ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation) =>
        await writer.RunAsync(cancellation, PostgresWriter.Command(Delete, With<long[]>([.. positions]), With(workspace.Value)));

    /// <inheritdoc />
    public async ValueTask<long> LastAsync(CancellationToken cancellation) =>
        (await reader.QueryAsync(Last, static row => row.GetInt64(0), cancellation, With(workspace.Value)))[0];

    /// <inheritdoc />
    public async ValueTask<long> CountAsync(CancellationToken cancellation) =>
        (await reader.QueryAsync(Count, static row => row.GetInt64(0), cancellation, With(workspace.Value)))[0];

    private static byte[] Encode(QuarantinedSignal held)
    {
        var bytes = new ArrayBufferWriter<byte>();
        QuarantineCodec.Write(held, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static QuarantineEntry Read(NpgsqlDataReader row)
    {
        var (signal, received, others) = QuarantineCodec.Read(row.GetFieldValue<byte[]>(6));
        var fault = new SignalFault(row.GetString(2), row.GetString(3), row.GetString(4)) { Sample = row.IsDBNull(5) ? null : row.GetString(5) };
        var held = new QuarantinedSignal(ActorId.Parse(row.GetString(1)).Profile, signal, fault, received)
        {
            HistoryBegan = row.IsDBNull(7) ? null : new Instant(row.GetInt64(7)),
            Others = others,
        };
        return new QuarantineEntry(row.GetInt64(0), held);
    }
}
