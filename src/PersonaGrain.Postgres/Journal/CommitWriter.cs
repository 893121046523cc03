using Npgsql;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Writes shared commits: one transaction and one round trip each, whatever the number of actors.</summary>
/// <remarks>
/// The order of statements is the order of locks, the same in every process: the shared lock of catalogs where actors come to one, journal
/// rows, actors, ids and wake-ups by actor, the totals' row, and last the lock of event positions, which is held only while the commit reaches the disk.
/// </remarks>
internal sealed class CommitWriter(NpgsqlDataSource source, int slot)
{
    private const string RequireHeads = "SELECT personagrain.require_heads($1, $2)";

    private const string LockCatalogs = $"SELECT pg_advisory_xact_lock_shared({AdvisoryLocks.Catalogs})";

    /// <summary>Those that are outdated are asked for a head that no journal has. A statement of its own, so that it sees what was saved while the lock was waited for.</summary>
    private const string RequireNewest = $"""
        SELECT personagrain.require_heads(array_agg(adopted.actor), array_agg(0::bigint))
        FROM unnest($1, $2, $3) AS adopted (actor, catalog, decisive)
        WHERE {IsOutdated}
        HAVING count(*) > 0
        """;

    private const string IsOutdated = """
        (EXISTS (SELECT FROM personagrain.catalogs c WHERE c.version > adopted.catalog)
        OR EXISTS (SELECT FROM personagrain.publication p WHERE p.decisive > adopted.decisive))
        """;

    private const string AddEntries = """
        INSERT INTO personagrain.journal (actor, sequence, kind, at, payload)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        """;

    private const string AddActors = """
        INSERT INTO personagrain.actors (shard, actor)
        SELECT * FROM unnest($1, $2)
        ON CONFLICT DO NOTHING
        """;

    private const string MoveWakes = """
        INSERT INTO personagrain.wakes AS held (actor, shard, at, sequence)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (actor) DO UPDATE SET
            at = CASE WHEN held.sequence = excluded.sequence AND held.at > $5 THEN least(held.at, excluded.at) ELSE excluded.at END,
            sequence = excluded.sequence
        WHERE held.sequence <= excluded.sequence
        """;

    /// <summary>An id that is there already fails the commit; who is at fault is found by <see cref="FindRepeats"/>.</summary>
    private const string AddNewIds = "INSERT INTO personagrain.ids (actor, id) SELECT * FROM unnest($1, $2)";

    private const string AddKnownIds = AddNewIds + " ON CONFLICT DO NOTHING";

    private const string AddTotals = "UPDATE personagrain.totals SET profiles = profiles + $2, signals = signals + $3 WHERE slot = $1";

    private const string AddCounts = "INSERT INTO personagrain.population_deltas (catalog, body) SELECT * FROM unnest($1, $2)";

    private const string LockPositions = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Positions})";

    private const string AddEvents = """
        INSERT INTO personagrain.events (position, actor, shard, kind, subject, at, version, score, cause, reference, committed)
        SELECT nextval('personagrain.event_position'), added.* FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS added
        """;

    private const string FindLosers = $"""
        SELECT wanted.place::integer
        FROM unnest($1, $2) WITH ORDINALITY AS wanted (actor, first, place)
        WHERE wanted.first - 1 <> coalesce(
            (SELECT j.sequence FROM personagrain.journal j WHERE j.actor = wanted.actor ORDER BY j.sequence DESC LIMIT 1), 0)
        UNION
        SELECT adopted.place
        FROM unnest($3, $4, $5) AS adopted (place, catalog, decisive)
        WHERE {IsOutdated}
        """;

    private const string FindRepeats = """
        SELECT wanted.place, wanted.id
        FROM unnest($1, $2, $3) AS wanted (place, actor, id)
        WHERE (SELECT known.id FROM personagrain.ids known WHERE known.actor = wanted.actor AND known.id = wanted.id) IS NOT NULL
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
            Add(batch, RequireNewest, With(rows.Adoptions.Actors), With(rows.Adoptions.Catalogs), With(rows.Adoptions.Decisive));
        }

        Add(batch, RequireHeads, With(rows.Heads), With(rows.Firsts));
        if (rows.Actors.Count > 0)
        {
            Add(batch, AddEntries, With(rows.Actors), With(rows.Sequences), With(rows.Kinds), With(rows.Instants), With(rows.Payloads));
        }

        if (rows.NewActors.Count > 0)
        {
            Add(batch, AddActors, With(rows.NewShards), With(rows.NewActors));
        }

        AddIds(batch, AddKnownIds, rows.KnownIds);
        AddIds(batch, AddNewIds, rows.NewIds);

        if (rows.Wakes.Actors.Count > 0)
        {
            var wakes = rows.Wakes;
            Add(batch, MoveWakes, With(wakes.Actors), With(wakes.Shards), With(wakes.Instants), With(wakes.Sequences),
                With(wakes.Evaluated.Ticks));
        }

        if (rows.NewProfiles > 0 || rows.Signals > 0)
        {
            Add(batch, AddTotals, With((short)slot), With(rows.NewProfiles), With(rows.Signals));
        }

        if (!rows.Population.IsEmpty)
        {
            var (catalogs, bodies) = rows.Population.ToColumns();
            Add(batch, AddCounts, With(catalogs), With(bodies));
        }

        if (!rows.Events.IsEmpty)
        {
            var events = rows.Events.ToColumns();
            Add(batch, LockPositions);
            Add(batch, AddEvents, With(events.Actors), With(events.Shards), With(events.Kinds), With(events.Subjects), With(events.Instants),
                With(events.Versions), With(events.Scores), With(events.Causes), With(events.References), With(events.Committed));
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Whose appends failed a commit, and why.</summary>
    public async Task<CommitLosers> FindLosersAsync(CommitRows rows, CancellationToken cancellation) => new(
        await FindConflictsAsync(rows, cancellation),
        rows.NewIds.Ids.Count == 0 ? [] : await FindRepeatsAsync(rows.NewIds, cancellation));

    private async Task<HashSet<int>> FindConflictsAsync(CommitRows rows, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(FindLosers);
        command.Parameters.Add(With(rows.Heads));
        command.Parameters.Add(With(rows.Firsts));
        command.Parameters.Add(With(rows.Adoptions.Places));
        command.Parameters.Add(With(rows.Adoptions.Catalogs));
        command.Parameters.Add(With(rows.Adoptions.Decisive));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var losers = new HashSet<int>();
        while (await reader.ReadAsync(cancellation))
        {
            losers.Add(reader.GetInt32(0) - 1);
        }

        return losers;
    }

    private async Task<Dictionary<int, HashSet<ulong>>> FindRepeatsAsync(IdRows ids, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(FindRepeats);
        command.Parameters.Add(With(ids.Places));
        command.Parameters.Add(With(ids.Actors));
        command.Parameters.Add(With(ids.Ids));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var repeats = new Dictionary<int, HashSet<ulong>>();
        while (await reader.ReadAsync(cancellation))
        {
            var place = reader.GetInt32(0) - 1;
            if (!repeats.TryGetValue(place, out var repeated))
            {
                repeats.Add(place, repeated = []);
            }

            repeated.Add(unchecked((ulong)reader.GetInt64(1)));
        }

        return repeats;
    }

    private static void AddIds(NpgsqlBatch batch, string sql, IdRows ids)
    {
        if (ids.Ids.Count > 0)
        {
            Add(batch, sql, With(ids.Actors), With(ids.Ids));
        }
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
