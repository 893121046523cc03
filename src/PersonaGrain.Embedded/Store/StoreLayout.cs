namespace PersonaGrain.Embedded.Store;

/// <summary>The tables of a store and how an older layout becomes the present one.</summary>
/// <remarks>
/// <c>journal</c> and <c>events</c> share one counter of positions. Both are append-only and have no secondary index: every row names the
/// <c>previous</c> row of its profile in the same table, so a profile's history is walked backwards by primary key.
/// A layout number, once released, never changes its meaning; a new one adds a step to <see cref="Steps"/>.
/// </remarks>
internal static class StoreLayout
{
    /// <summary>Marks the file as a store of PersonaGrain ("PGrn").</summary>
    public const int ApplicationId = 0x5047726E;

    /// <summary>The layout written by this version.</summary>
    public static int Version => Steps.Length;

    /// <summary>Step n turns layout n into layout n + 1; layout 0 is an empty file.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, horizon INTEGER NOT NULL,
            signals INTEGER NOT NULL, clock_kind INTEGER NOT NULL, clock INTEGER NOT NULL);
        INSERT INTO state VALUES (1, 0, 0, 0, 0, 0);
        CREATE TABLE catalogs (applied INTEGER PRIMARY KEY, version INTEGER NOT NULL, document BLOB NOT NULL);
        CREATE TABLE profiles (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
        CREATE TABLE journal (position INTEGER PRIMARY KEY, profile INTEGER NOT NULL, previous INTEGER NOT NULL, payload BLOB);
        CREATE TABLE events (position INTEGER PRIMARY KEY, kind INTEGER NOT NULL, profile INTEGER NOT NULL, previous INTEGER NOT NULL,
            subject TEXT NOT NULL, at INTEGER NOT NULL, version INTEGER NOT NULL, score REAL, recorded INTEGER NOT NULL);
        CREATE TABLE snapshots (profile INTEGER PRIMARY KEY, position INTEGER NOT NULL, journal INTEGER NOT NULL, events INTEGER NOT NULL,
            catalog INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE segments (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entered INTEGER NOT NULL, exited INTEGER NOT NULL,
            scored INTEGER NOT NULL, score_sum INTEGER NOT NULL);
        CREATE TABLE members (segment INTEGER NOT NULL, profile INTEGER NOT NULL, since INTEGER NOT NULL, version INTEGER NOT NULL, score REAL,
            PRIMARY KEY (segment, profile)) WITHOUT ROWID;
        CREATE TABLE flow (segment INTEGER NOT NULL, hour INTEGER NOT NULL, entered INTEGER NOT NULL, exited INTEGER NOT NULL,
            PRIMARY KEY (segment, hour)) WITHOUT ROWID;
        """,
        // The persisted schedule, re-evaluation that outlives a restart, and events that are pruned. In layout 1 no snapshot says when its
        // profile must wake, so every one is due at once: waking early is harmless, and each next snapshot says the exact time.
        """
        ALTER TABLE snapshots ADD COLUMN wake INTEGER;
        UPDATE snapshots SET wake = 0;
        CREATE INDEX snapshots_by_wake ON snapshots (wake) WHERE wake IS NOT NULL;
        ALTER TABLE state ADD COLUMN reevaluated INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE state ADD COLUMN reevaluate_to INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE state ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE population (id INTEGER PRIMARY KEY CHECK (id = 1), catalog INTEGER NOT NULL, body BLOB NOT NULL,
            published BLOB);
        """,
    ];

    /// <summary>Brings a store to the present layout, or says why that is not possible; null when done.</summary>
    public static EmbeddedGridOpening? Prepare(StoreConnection connection)
    {
        var found = (int)connection.Number("PRAGMA user_version");
        var application = connection.Number("PRAGMA application_id");
        if (found > Version && application == ApplicationId)
        {
            return new EmbeddedGridOpening.NewerFormat(found, Version);
        }

        var empty = connection.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !empty)
        {
            return new EmbeddedGridOpening.Damaged(
                "the file is an SQLite database of another program", "name another data directory, or move that file away");
        }

        connection.Execute($"PRAGMA journal_mode = WAL; PRAGMA application_id = {ApplicationId}");
        for (var layout = found; layout < Version; layout++)
        {
            Upgrade(connection, layout);
        }

        return null;
    }

    /// <summary>Why a store can not be read as it stands; null where it can. Nothing is written.</summary>
    public static EmbeddedGridOpening? CheckReadable(StoreConnection connection)
    {
        var found = (int)connection.Number("PRAGMA user_version");
        if (connection.Number("PRAGMA application_id") != ApplicationId)
        {
            return new EmbeddedGridOpening.Damaged("the file is no store", "name another data directory");
        }

        return found == Version ? null
            : found > Version ? new EmbeddedGridOpening.NewerFormat(found, Version)
            : new EmbeddedGridOpening.Damaged($"it has the older layout {found}", "open it once with this version, for example with persona segments, which brings it up to date");
    }

    /// <summary>Takes one step; a crash in between leaves the older layout whole.</summary>
    internal static void Upgrade(StoreConnection connection, int layout)
    {
        connection.Execute("BEGIN IMMEDIATE");
        connection.Execute(Steps[layout]);
        connection.Execute($"PRAGMA user_version = {layout + 1}");
        connection.Execute("COMMIT");
    }
}
