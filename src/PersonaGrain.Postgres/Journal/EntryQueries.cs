using Npgsql;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Reads entries of journals.</summary>
internal sealed class EntryQueries(PostgresReader reader)
{
    private const string Entries =
        "SELECT sequence, kind, payload FROM personagrain.journal WHERE workspace = $4 AND actor = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

    private const string EntriesOfKinds =
        "SELECT sequence, kind, payload FROM personagrain.journal WHERE workspace = $4 AND actor = $1 AND sequence > $2 AND kind = ANY($5) ORDER BY sequence LIMIT $3";

    /// <summary>As written in the condition of their index.</summary>
    private const string Retractions =
        "SELECT sequence, kind, payload FROM personagrain.journal WHERE workspace = $4 AND actor = $1 AND sequence > $2 AND kind = 5 ORDER BY sequence LIMIT $3";

    /// <summary>As written in the condition of their index.</summary>
    private const string ChangesOfPerson =
        "SELECT sequence, kind, payload FROM personagrain.journal WHERE workspace = $4 AND actor = $1 AND sequence > $2 AND kind IN (7, 9) ORDER BY sequence LIMIT $3";

    /// <summary>What says which signals count no more.</summary>
    private const string TakenBack = $"SELECT * FROM (({Retractions}) UNION ALL ({ChangesOfPerson})) found ORDER BY sequence LIMIT $3";

    private const string Several = "SELECT place, sequence, kind, payload FROM personagrain.read_journals($1, $2, $3, $4)";

    /// <summary>
    /// The signals with the newest times among those that came last, so many more as were taken back, or all where some may have been given
    /// back; and what was taken and given back.
    /// </summary>
    private const string NewestSignals = """
        WITH taken AS (
            SELECT sequence, at, kind, payload FROM personagrain.journal WHERE workspace = $4 AND actor = $1 AND kind = 5
            UNION ALL
            SELECT sequence, at, kind, payload FROM personagrain.journal WHERE workspace = $4 AND actor = $1 AND kind IN (7, 9)),
        signals AS (
            SELECT * FROM (
                SELECT sequence, at, kind, payload FROM personagrain.journal WHERE workspace = $4 AND actor = $1 AND kind = 1 ORDER BY sequence DESC LIMIT $2) latest
            ORDER BY at DESC, sequence DESC
            LIMIT CASE WHEN EXISTS (SELECT FROM taken WHERE kind = 7) THEN $2 ELSE $3 + (SELECT count(*) FROM taken) END)
        SELECT kind, payload FROM (SELECT * FROM signals UNION ALL SELECT * FROM taken) found
        ORDER BY sequence
        """;

    /// <summary>
    /// The newest change of each person. From actor to actor by the index of these changes, whose condition is repeated so that it is used: a page costs what
    /// it has, however many people there are.
    /// </summary>
    private const string People = """
        WITH RECURSIVE people AS (
            (SELECT actor FROM personagrain.journal
            WHERE workspace = $1 AND actor > $2 AND kind IN (7, 9) AND kind = 7 ORDER BY actor, sequence LIMIT 1)
            UNION ALL
            SELECT (SELECT following.actor FROM personagrain.journal following
                WHERE following.workspace = $1 AND following.actor > people.actor AND following.kind IN (7, 9) AND following.kind = 7
                ORDER BY following.actor, following.sequence LIMIT 1)
            FROM people WHERE people.actor IS NOT NULL),
        page AS (SELECT actor FROM people WHERE actor IS NOT NULL LIMIT $3)
        SELECT page.actor, newest.payload FROM page CROSS JOIN LATERAL (
            SELECT payload FROM personagrain.journal
            WHERE workspace = $1 AND actor = page.actor AND kind IN (7, 9) AND kind = 7 ORDER BY sequence DESC LIMIT 1) newest
        ORDER BY page.actor
        """;

    private static readonly JournalEntryKind[] AllKinds = Enum.GetValues<JournalEntryKind>();

    /// <summary>A page of the entries of some kinds.</summary>
    public Task<List<JournaledEntry>> PageAsync(
        WorkspaceNumber workspace, ActorId actor, long after, JournalEntryKinds kinds, int limit, CancellationToken cancellation)
    {
        NpgsqlParameter[] parameters = [With(actor.Key), With(after), With(limit), With(workspace.Value)];
        return kinds switch
        {
            JournalEntryKinds.All => reader.QueryAsync(Entries, JournaledEntry, cancellation, parameters),
            JournalEntryKinds.Retractions => reader.QueryAsync(Retractions, JournaledEntry, cancellation, parameters),
            JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons => reader.QueryAsync(TakenBack, JournaledEntry, cancellation, parameters),
            _ => reader.QueryAsync(EntriesOfKinds, JournaledEntry, cancellation, [.. parameters, With(Numbers(kinds))]),
        };
    }

    /// <summary>The next entries of several journals, in one statement; each journal's in order.</summary>
    public Task<List<EntryRow>> SeveralAsync(
        List<int> workspaces, List<string> actors, List<long> afters, int limit, CancellationToken cancellation) =>
        reader.QueryAsync(
            Several,
            static row => new EntryRow((int)row.GetInt64(0) - 1, row.GetInt64(1), (JournalEntryKind)row.GetInt16(2), row.GetFieldValue<byte[]>(3)),
            cancellation,
            With(workspaces),
            With(actors),
            With(afters),
            With(limit));

    /// <summary>See <see cref="IActorJournal.NewestSignalsAsync"/>.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> NewestSignalsAsync(
        WorkspaceNumber workspace, ActorId actor, int limit, CancellationToken cancellation) => Timeline.Newest(
        await reader.QueryAsync(
            NewestSignals,
            static row => Entry(row, 0),
            cancellation,
            With(actor.Key),
            With(JournalLimits.TimelineDepth),
            With(limit),
            With(workspace.Value)),
        limit);

    /// <summary>See <see cref="IActorJournal.PeopleAsync"/>.</summary>
    public Task<List<JournaledPerson>> PeopleAsync(WorkspaceNumber workspace, ActorId? after, int limit, CancellationToken cancellation) =>
        reader.QueryAsync(
            People,
            static row => JournaledPerson.Read(ActorId.Parse(row.GetString(0)), row.GetFieldValue<byte[]>(1)),
            cancellation,
            With(workspace.Value),
            With(after?.Key ?? string.Empty),
            With(limit));

    private static JournaledEntry JournaledEntry(NpgsqlDataReader row) => new(row.GetInt64(0), Entry(row, 1));

    private static JournalEntry Entry(NpgsqlDataReader row, int kind) =>
        JournalEntryCodec.Read((JournalEntryKind)row.GetInt16(kind), row.GetFieldValue<byte[]>(kind + 1));

    private static short[] Numbers(JournalEntryKinds kinds) => [.. AllKinds.Where(kind => kinds.Has(kind)).Select(static kind => (short)kind)];
}

/// <summary>An entry as it is stored, of one of several journals that were read together.</summary>
/// <param name="Place">Which journal, from 0.</param>
/// <param name="Sequence">Its place in the journal.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Payload">Its binary form; not looked at before it is handed to who asked, so that a damaged one is a fault of that journal alone.</param>
internal readonly record struct EntryRow(int Place, long Sequence, JournalEntryKind Kind, byte[] Payload)
{
    /// <summary>The entry.</summary>
    /// <exception cref="FormatException">It can not be read.</exception>
    public JournaledEntry Read() => new(Sequence, JournalEntryCodec.Read(Kind, Payload));
}
