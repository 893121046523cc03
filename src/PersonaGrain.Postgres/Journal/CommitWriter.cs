using Npgsql;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Writes shared commits: one transaction and one round trip each, whatever the number of profiles.</summary>
/// <remarks>
/// The order of statements is the order of locks, the same in every process: the shared lock of catalogs where profiles come to one, journal
/// rows, profiles and wake-ups by profile, the totals' row, and last the lock of event positions, which is held only while the commit reaches the disk.
/// </remarks>
internal sealed class CommitWriter(NpgsqlDataSource source, int slot)
{
    private const string RequireHeads = "SELECT personagrain.require_heads($1, $2)";

    private const string LockCatalogs = $"SELECT pg_advisory_xact_lock_shared({AdvisoryLocks.Catalogs})";

    /// <summary>Those that are outdated are asked for a head that no journal has. A statement of its own, so that it sees what was saved while the lock was waited for.</summary>
    private const string RequireNewest = $"""
        SELECT personagrain.require_heads(array_agg(adopted.profile), array_agg(0::bigint))
        FROM unnest($1, $2, $3) AS adopted (profile, catalog, decisive)
        WHERE {IsOutdated}
        HAVING count(*) > 0
        """;

    private const string IsOutdated = """
        (EXISTS (SELECT FROM personagrain.catalogs c WHERE c.version > adopted.catalog)
        OR EXISTS (SELECT FROM personagrain.publication p WHERE p.decisive > adopted.decisive))
        """;

    private const string AddEntries = """
        INSERT INTO personagrain.journal (profile, sequence, kind, at, payload)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        """;

    private const string AddProfiles = """
        INSERT INTO personagrain.profiles (shard, profile)
        SELECT * FROM unnest($1, $2)
        ON CONFLICT DO NOTHING
        """;

    private const string MoveWakes = """
        INSERT INTO personagrain.wakes AS held (profile, shard, at, sequence)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (profile) DO UPDATE SET
            at = CASE WHEN held.sequence = excluded.sequence AND held.at > $5 THEN least(held.at, excluded.at) ELSE excluded.at END,
            sequence = excluded.sequence
        WHERE held.sequence <= excluded.sequence
        """;

    private const string AddTotals = "UPDATE personagrain.totals SET profiles = profiles + $2, signals = signals + $3 WHERE slot = $1";

    private const string AddCounts = "INSERT INTO personagrain.population_deltas (catalog, body) SELECT * FROM unnest($1, $2)";

    private const string LockPositions = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Positions})";

    private const string AddEvents = """
        INSERT INTO personagrain.events (position, profile, shard, kind, subject, at, version, score)
        SELECT nextval('personagrain.event_position'), added.* FROM unnest($1, $2, $3, $4, $5, $6, $7) AS added
        """;

    private const string FindLosers = $"""
        SELECT wanted.place::integer
        FROM unnest($1, $2) WITH ORDINALITY AS wanted (profile, first, place)
        WHERE wanted.first - 1 <> coalesce(
            (SELECT j.sequence FROM personagrain.journal j WHERE j.profile = wanted.profile ORDER BY j.sequence DESC LIMIT 1), 0)
        UNION
        SELECT adopted.place
        FROM unnest($3, $4, $5) AS adopted (place, catalog, decisive)
        WHERE {IsOutdated}
        """;

    /// <summary>Writes all or nothing. An error of the connection leaves open whether the commit took place.</summary>
    public async Task WriteAsync(CommitRows rows, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        // No explicit transaction: a batch is one, up to its single synchronization with the server.
        await using var batch = new NpgsqlBatch(connection);
        if (rows.Adoptions.Places.Count > 0)
        {
            Add(batch, LockCatalogs);
            Add(batch, RequireNewest, With(rows.Adoptions.Profiles), With(rows.Adoptions.Catalogs), With(rows.Adoptions.Decisive));
        }

        Add(batch, RequireHeads, With(rows.Heads), With(rows.Firsts));
        if (rows.Profiles.Count > 0)
        {
            Add(batch, AddEntries, With(rows.Profiles), With(rows.Sequences), With(rows.Kinds), With(rows.Instants), With(rows.Payloads));
        }

        if (rows.NewProfiles.Count > 0)
        {
            Add(batch, AddProfiles, With(rows.NewShards), With(rows.NewProfiles));
        }

        if (rows.Wakes.Profiles.Count > 0)
        {
            var wakes = rows.Wakes;
            Add(batch, MoveWakes, With(wakes.Profiles), With(wakes.Shards), With(wakes.Instants), With(wakes.Sequences),
                With(wakes.Evaluated.Ticks));
        }

        if (rows.NewProfiles.Count > 0 || rows.Signals > 0)
        {
            Add(batch, AddTotals, With((short)slot), With((long)rows.NewProfiles.Count), With(rows.Signals));
        }

        if (!rows.Population.IsEmpty)
        {
            var (catalogs, bodies) = rows.Population.ToColumns();
            Add(batch, AddCounts, With(catalogs), With(bodies));
        }

        if (rows.Events.Profiles.Count > 0)
        {
            var events = rows.Events;
            Add(batch, LockPositions);
            Add(batch, AddEvents, With(events.Profiles), With(events.Shards), With(events.Kinds), With(events.Subjects),
                With(events.Instants), With(events.Versions), With(events.Scores));
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The appends, by their place in the rows, that lost to someone else's commit or to a newer catalog.</summary>
    public async Task<List<int>> FindLosersAsync(CommitRows rows, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(FindLosers);
        command.Parameters.Add(With(rows.Heads));
        command.Parameters.Add(With(rows.Firsts));
        command.Parameters.Add(With(rows.Adoptions.Places));
        command.Parameters.Add(With(rows.Adoptions.Catalogs));
        command.Parameters.Add(With(rows.Adoptions.Decisive));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var losers = new List<int>();
        while (await reader.ReadAsync(cancellation))
        {
            losers.Add(reader.GetInt32(0) - 1);
        }

        return losers;
    }

    private static NpgsqlParameter With<T>(T value) => PostgresReader.With(value);

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }
}
