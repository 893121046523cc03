using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Segments;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Journal;

/// <summary>The reads of events, wake-ups and totals, one statement each, so each sees one state of the database.</summary>
internal sealed class JournalQueries(PostgresReader reader)
{
    private const string Events = """
        SELECT kept.oldest, e.position, e.kind, e.actor, e.subject, e.at, e.version, e.cause, e.reference, e.committed
        FROM (SELECT coalesce(min(position) - 1, 0) AS oldest FROM personagrain.events WHERE workspace = $3) kept
        LEFT JOIN LATERAL (
            SELECT * FROM personagrain.events WHERE workspace = $3 AND position > $1 ORDER BY position LIMIT $2) e ON true
        ORDER BY e.position
        """;

    private const string SegmentEvents = """
        SELECT kept.newest, e.position, e.kind, e.actor, e.at, e.version, e.score, e.cause, e.reference
        FROM (SELECT coalesce(max(position), 0) AS newest FROM personagrain.events WHERE workspace = $5) kept
        LEFT JOIN LATERAL (
            SELECT * FROM personagrain.events
            WHERE workspace = $5 AND subject = $1 AND shard = $2 AND position > $3 AND kind IN (1, 2, 5) ORDER BY position LIMIT $4) e ON true
        ORDER BY e.position
        """;

    private const string DueWakes = """
        SELECT actor, at FROM personagrain.wakes
        WHERE workspace = $6 AND shard = $1 AND at < 9223372036854775807 AND at <= $2 AND at >= $3 AND (at, actor) > ($3, $4)
        ORDER BY at, actor LIMIT $5
        """;

    private const string DueWakesOfAll = """
        SELECT workspace, actor, at FROM personagrain.wakes
        WHERE shard = $1 AND at < 9223372036854775807 AND at <= $2 AND (at, workspace, actor) > ($3, $4, $5)
        ORDER BY at, workspace, actor LIMIT $6
        """;

    private const string Actors = "SELECT actor FROM personagrain.actors WHERE workspace = $4 AND shard = $1 AND actor > $2 ORDER BY actor LIMIT $3";

    /// <summary>A walk along <c>actors_by_key</c>.</summary>
    private const string ActorsByKey = """
        SELECT actor FROM personagrain.actors WHERE workspace = $1 AND actor >= $2 AND actor <= $3 AND actor > $4 ORDER BY actor LIMIT $5
        """;

    private const string Totals = """
        SELECT coalesce(sum(profiles), 0)::bigint, coalesce(sum(signals), 0)::bigint,
            (SELECT coalesce(max(position), 0) FROM personagrain.events WHERE workspace = $1)
        FROM personagrain.totals WHERE workspace = $1
        """;

    private const string Health = "SELECT (SELECT max(version) FROM personagrain.setup), current_setting('transaction_read_only')::boolean";

    public async Task<EventPage> EventsAsync(WorkspaceNumber workspace, long after, int limit, CancellationToken cancellation)
    {
        var rows = await reader.QueryAsync(
            Events,
            static row => (Oldest: row.GetInt64(0), Position: row.IsDBNull(1) ? 0 : row.GetInt64(1), Event: row.IsDBNull(1) ? null : Event(row)),
            cancellation,
            With(after),
            With((long)limit + 1),
            With(workspace.Value));
        var page = rows.Where(static row => row.Position > 0).Take(limit).ToArray();
        GridEvent[] events = [.. page.Select(static row => row.Event).OfType<GridEvent>()];
        return new EventPage(events, page.Length == 0 ? after : page[^1].Position, rows.Count <= limit, rows[0].Oldest);
    }

    public async Task<SegmentEventPage> SegmentEventsAsync(
        WorkspaceNumber workspace, string segment, int shard, long after, int limit, CancellationToken cancellation)
    {
        var rows = await reader.QueryAsync(
            SegmentEvents,
            row => (Newest: row.GetInt64(0), Event: row.IsDBNull(1) ? default : SegmentEvent(row, segment)),
            cancellation,
            With(segment),
            With((short)shard),
            With(after),
            With((long)limit + 1),
            With(workspace.Value));
        var events = rows.Where(row => row.Event.Position > 0).Select(row => row.Event).Take(limit).ToArray();
        var complete = rows.Count <= limit;
        return new SegmentEventPage(events, complete ? Math.Max(after, rows[0].Newest) : events[^1].Position, complete);
    }

    public Task<List<DueWake>> DueWakesAsync(
        WorkspaceNumber workspace, int shard, Instant upTo, DueWake? after, int limit, CancellationToken cancellation) =>
        reader.QueryAsync(
            DueWakes,
            static row => new DueWake(ActorId.Parse(row.GetString(0)), new Instant(row.GetInt64(1))),
            cancellation,
            With((short)shard),
            With(upTo.Ticks),
            With(after?.At.Ticks ?? -1),
            With(after?.Actor.Key ?? string.Empty),
            With(limit),
            With(workspace.Value));

    /// <summary>See <see cref="IWorkspaceStorage.DueWakesAsync"/>.</summary>
    public Task<List<WorkspaceWake>> DueWakesAsync(int shard, Instant upTo, WorkspaceWake? after, int limit, CancellationToken cancellation) =>
        reader.QueryAsync(
            DueWakesOfAll,
            static row => new WorkspaceWake(
                new WorkspaceNumber(row.GetInt32(0)), new DueWake(ActorId.Parse(row.GetString(1)), new Instant(row.GetInt64(2)))),
            cancellation,
            With((short)shard),
            With(upTo.Ticks),
            With(after?.Due.At.Ticks ?? -1),
            With(after?.Workspace.Value ?? -1),
            With(after?.Due.Actor.Key ?? string.Empty),
            With(limit));

    public Task<List<ActorId>> ActorsAsync(WorkspaceNumber workspace, int shard, ActorId? after, int limit, CancellationToken cancellation) =>
        reader.QueryAsync(Actors, static row => ActorId.Parse(row.GetString(0)), cancellation,
            With((short)shard), With(after?.Key ?? string.Empty), With(limit), With(workspace.Value));

    public Task<List<ActorId>> ActorsByKeyAsync(WorkspaceNumber workspace, string prefix, string? after, int limit, CancellationToken cancellation) =>
        reader.QueryAsync(ActorsByKey, static row => ActorId.Parse(row.GetString(0)), cancellation,
            With(workspace.Value), With(prefix), With(prefix + KeyPrefix.Last), With(after ?? string.Empty), With(limit));

    public async Task<JournalTotals> TotalsAsync(WorkspaceNumber workspace, CancellationToken cancellation) => (await reader.QueryAsync(
        Totals, static row => new JournalTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellation, With(workspace.Value)))[0];

    public async Task<JournalHealth> HealthAsync(CancellationToken cancellation)
    {
        try
        {
            var rows = await reader.QueryAsync(Health, static row => (Version: row.IsDBNull(0) ? 0 : row.GetInt32(0), ReadOnly: row.GetBoolean(1)), cancellation);
            return rows[0] switch
            {
                { Version: var version } when version < Setup.PostgresSetup.NewestVersion =>
                    new(false, $"the database has version {version}, this program needs {Setup.PostgresSetup.NewestVersion}; run `silo setup`"),
                { ReadOnly: true } => new(false, "the database takes no writes (a standby, or set to read-only); connect to the primary"),
                _ => new(true, null),
            };
        }
        catch (JournalUnavailableException exception)
        {
            return new(false, exception.Message);
        }
    }

    /// <summary>An event; null where it is of another actor than a profile.</summary>
    private static GridEvent? Event(NpgsqlDataReader row)
    {
        var actor = ActorId.Parse(row.GetString(3));
        return !actor.IsProfile ? null : new GridEvent(
            row.GetInt64(1), (GridEventKind)row.GetInt16(2), actor.Profile, row.GetString(4), new Instant(row.GetInt64(5)), row.GetInt32(6))
        {
            Cause = Cause(row, 7),
            Committed = new Instant(row.GetInt64(9)),
        };
    }

    private static SegmentEvent SegmentEvent(NpgsqlDataReader row, string segment) => new(
        row.GetInt64(1),
        ActorId.Parse(row.GetString(3)),
        new MembershipChange(
            segment,
            (GridEventKind)row.GetInt16(2) is GridEventKind.Entered or GridEventKind.Restated,
            new Instant(row.GetInt64(4)),
            row.GetInt32(5),
            row.IsDBNull(6) ? null : row.GetDouble(6))
        {
            Cause = Cause(row, 7),
            Restates = (GridEventKind)row.GetInt16(2) == GridEventKind.Restated,
        });

    private static Cause Cause(NpgsqlDataReader row, int kind) =>
        new((CauseKind)row.GetInt16(kind), row.IsDBNull(kind + 1) ? null : row.GetString(kind + 1));
}
