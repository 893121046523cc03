using Npgsql;
using PersonaGrain.Postgres.Indexing;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Writes shared commits: one transaction and one round trip each, whatever the number of actors.</summary>
/// <remarks>
/// The order of statements is the order of locks, the same in every process: the shared locks of workspaces other than main, that of catalogs
/// where actors come to one, journal rows, actors, ids, wake-ups and values of fields by actor, the totals' row, and last the lock of event
/// positions, which is held only while the commit reaches the disk.
/// </remarks>
internal sealed class CommitWriter(NpgsqlDataSource source, int slot)
{
    private const string RequireHeads = "SELECT personagrain.require_heads($1, $2, $3)";

    /// <summary>Statements of their own, so that the second sees what was removed while the locks were waited for.</summary>
    private const string LockWorkspaces = "SELECT personagrain.lock_workspaces($1)";

    private const string RequireWorkspaces = "SELECT personagrain.require_workspaces($1)";

    private const string LockCatalogs = $"SELECT pg_advisory_xact_lock_shared({AdvisoryLocks.Catalogs})";

    /// <summary>Those that are outdated are asked for a head that no journal has. A statement of its own, so that it sees what was saved while the lock was waited for.</summary>
    private const string RequireNewest = $"""
        SELECT personagrain.require_heads(array_agg(adopted.workspace), array_agg(adopted.actor), array_agg(0::bigint))
        FROM unnest($1, $2, $3, $4) AS adopted (workspace, actor, catalog, decisive)
        WHERE {IsOutdated}
        HAVING count(*) > 0
        """;

    private const string IsOutdated = """
        (EXISTS (SELECT FROM personagrain.catalogs c WHERE c.workspace = adopted.workspace AND c.version > adopted.catalog)
        OR EXISTS (SELECT FROM personagrain.publication p WHERE p.workspace = adopted.workspace AND p.decisive > adopted.decisive))
        """;

    private const string AddEntries = """
        INSERT INTO personagrain.journal (workspace, actor, sequence, kind, at, payload)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        """;

    private const string AddActors = """
        INSERT INTO personagrain.actors (workspace, shard, actor)
        SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT DO NOTHING
        """;

    private const string MoveWakes = """
        INSERT INTO personagrain.wakes AS held (workspace, actor, shard, at, sequence)
        SELECT * FROM unnest($1, $2, $3, $4, $6)
        ON CONFLICT (workspace, actor) DO UPDATE SET
            at = CASE WHEN held.sequence = excluded.sequence AND held.at > $5 THEN least(held.at, excluded.at) ELSE excluded.at END,
            sequence = excluded.sequence
        WHERE held.sequence <= excluded.sequence
        """;

    /// <summary>An id that is there already fails the commit; who is at fault is found by <see cref="FindRepeats"/>.</summary>
    private const string AddNewIds = "INSERT INTO personagrain.ids (workspace, actor, id) SELECT * FROM unnest($1, $2, $3)";

    private const string AddKnownIds = AddNewIds + " ON CONFLICT DO NOTHING";

    private const string RemoveValues = "SELECT personagrain.remove_values($1, $2, $3, $4, $5, $6)";

    /// <summary>A value that is there already is not written again.</summary>
    private const string PutValues = """
        INSERT INTO personagrain.field_values AS held (workspace, actor, field, key)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (workspace, actor, field) DO UPDATE SET key = excluded.key WHERE held.key <> excluded.key
        """;

    private const string AddTotals = """
        INSERT INTO personagrain.totals AS held (slot, workspace, profiles, signals)
        SELECT $1, added.* FROM unnest($2, $3, $4) AS added
        ON CONFLICT (workspace, slot) DO UPDATE SET profiles = held.profiles + excluded.profiles, signals = held.signals + excluded.signals
        """;

    private const string LockPositions = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Positions})";

    private const string AddEvents = """
        INSERT INTO personagrain.events (position, workspace, actor, shard, kind, subject, at, version, score, cause, reference, committed)
        SELECT nextval('personagrain.event_position'), added.* FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS added
        """;

    private const string FindLosers = $"""
        SELECT wanted.place::integer
        FROM unnest($1, $2, $3) WITH ORDINALITY AS wanted (workspace, actor, first, place)
        WHERE wanted.first - 1 <> coalesce(
            (SELECT j.sequence FROM personagrain.journal j
             WHERE j.workspace = wanted.workspace AND j.actor = wanted.actor ORDER BY j.sequence DESC LIMIT 1), 0)
        UNION
        SELECT adopted.place
        FROM unnest($4, $5, $6, $7) AS adopted (place, workspace, catalog, decisive)
        WHERE {IsOutdated}
        """;

    private const string FindRepeats = """
        SELECT wanted.place, wanted.id
        FROM unnest($1, $2, $3, $4) AS wanted (place, workspace, actor, id)
        WHERE (SELECT known.id FROM personagrain.ids known
               WHERE known.workspace = wanted.workspace AND known.actor = wanted.actor AND known.id = wanted.id) IS NOT NULL
        """;

    private const string FindRemoved = """
        SELECT wanted.place::integer FROM unnest($1) WITH ORDINALITY AS wanted (workspace, place)
        WHERE (SELECT w.state FROM personagrain.workspaces w WHERE w.number = wanted.workspace) IS DISTINCT FROM 0
        """;

    /// <summary>Writes all or nothing. An error of the connection leaves open whether the commit took place.</summary>
    public async Task WriteAsync(CommitRows rows, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        // No explicit transaction: a batch is one, up to its single synchronization with the server.
        await using var batch = new NpgsqlBatch(connection);
        if (rows.Others.Count > 0)
        {
            Add(batch, LockWorkspaces, With(rows.Others));
            Add(batch, RequireWorkspaces, With(rows.Others));
        }

        if (rows.Adoptions.Places.Count > 0)
        {
            Add(batch, LockCatalogs);
            Add(batch, RequireNewest, With(rows.Adoptions.Workspaces), With(rows.Adoptions.Actors), With(rows.Adoptions.Catalogs), With(rows.Adoptions.Decisive));
        }

        Require(batch, rows.Heads);
        if (rows.Actors.Count > 0)
        {
            Add(batch, AddEntries, With(rows.Workspaces), With(rows.Actors), With(rows.Sequences), With(rows.Kinds), With(rows.Instants),
                With(rows.Payloads));
        }

        if (rows.NewActors.Count > 0)
        {
            Add(batch, AddActors, With(rows.NewWorkspaces), With(rows.NewShards), With(rows.NewActors));
        }

        AddIds(batch, AddKnownIds, rows.KnownIds);
        AddIds(batch, AddNewIds, rows.NewIds);

        if (rows.Wakes.Actors.Count > 0)
        {
            var wakes = rows.Wakes;
            Add(batch, MoveWakes, With(wakes.Workspaces), With(wakes.Actors), With(wakes.Shards), With(wakes.Instants),
                With(wakes.Evaluated.Ticks), With(wakes.Sequences));
        }

        AddFields(batch, rows.Fields);
        if (rows.Totals.Workspaces.Count > 0)
        {
            var totals = rows.Totals;
            Add(batch, AddTotals, With((short)slot), With(totals.Workspaces), With(totals.Profiles), With(totals.Signals));
        }

        if (!rows.Events.IsEmpty)
        {
            var events = rows.Events.ToColumns();
            Add(batch, LockPositions);
            Add(batch, AddEvents, With(events.Workspaces), With(events.Actors), With(events.Shards), With(events.Kinds), With(events.Subjects), With(events.Instants),
                With(events.Versions), With(events.Scores), With(events.Causes), With(events.References), With(events.Committed));
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Whose appends failed a commit, and why.</summary>
    public async Task<CommitLosers> FindLosersAsync(CommitRows rows, CancellationToken cancellation) => new(
        rows.Others.Count == 0 ? [] : await FindRemovedAsync(rows, cancellation),
        await FindConflictsAsync(rows, cancellation),
        rows.NewIds.Ids.Count == 0 ? [] : await FindRepeatsAsync(rows.NewIds, cancellation));

    private async Task<HashSet<int>> FindConflictsAsync(CommitRows rows, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(FindLosers);
        command.Parameters.Add(With(rows.Heads.Workspaces));
        command.Parameters.Add(With(rows.Heads.Actors));
        command.Parameters.Add(With(rows.Heads.Firsts));
        command.Parameters.Add(With(rows.Adoptions.Places));
        command.Parameters.Add(With(rows.Adoptions.Workspaces));
        command.Parameters.Add(With(rows.Adoptions.Catalogs));
        command.Parameters.Add(With(rows.Adoptions.Decisive));
        return await PlacesAsync(command, cancellation);
    }

    private async Task<HashSet<int>> FindRemovedAsync(CommitRows rows, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(FindRemoved);
        command.Parameters.Add(With(rows.Heads.Workspaces));
        return await PlacesAsync(command, cancellation);
    }

    private static async Task<HashSet<int>> PlacesAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var places = new HashSet<int>();
        while (await reader.ReadAsync(cancellation))
        {
            places.Add(reader.GetInt32(0) - 1);
        }

        return places;
    }

    private async Task<Dictionary<int, HashSet<ulong>>> FindRepeatsAsync(IdRows ids, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(FindRepeats);
        command.Parameters.Add(With(ids.Places));
        command.Parameters.Add(With(ids.Workspaces));
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
            Add(batch, sql, With(ids.Workspaces), With(ids.Actors), With(ids.Ids));
        }
    }

    private static void AddFields(NpgsqlBatch batch, FieldRows fields)
    {
        if (fields.Removed.Actors.Count > 0)
        {
            var removed = fields.Removed;
            Add(batch, RemoveValues, With(removed.Workspaces), With(removed.Actors), With(removed.Firsts), With(removed.Lasts), With(removed.Keep),
                With(removed.Fields));
        }

        if (fields.Actors.Count > 0)
        {
            Add(batch, PutValues, With(fields.Workspaces), With(fields.Actors), With(fields.Fields), With(fields.Keys));
        }

        if (fields.Unjournaled.Actors.Count > 0)
        {
            Require(batch, fields.Unjournaled);
        }
    }

    private static void Require(NpgsqlBatch batch, HeadRows heads) =>
        Add(batch, RequireHeads, With(heads.Workspaces), With(heads.Actors), With(heads.Firsts));

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
