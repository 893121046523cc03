using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Indexing;
using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store.Upgrading;
using PersonaGrain.Embedded.Workspaces;

namespace PersonaGrain.Embedded.Store;

/// <summary>The tables of a store, and how a store of an older layout is brought to them.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>journal</c> is append-only: everything that happened to any actor, in blocks of some forty entries. Every entry names the entry
/// of its actor before it, so a history is walked backwards by primary key; <c>marks</c> let a long one be read forwards. Names that come
/// again and again stand in <c>names</c>.</item>
/// <item><c>actors</c> says where the journal of each actor ended at the last checkpoint; the blocks since say what came later.</item>
/// <item><c>events</c> is the order in which events are told: each names its entry in the journal. It alone is pruned.</item>
/// <item><c>joined</c> says of each sealed actor which one it points to.</item>
/// <item><c>field_values</c> has the value of each actor in each indexed field, as of the newest commit.</item>
/// <item><c>snapshots</c>, <c>members</c> and <c>segments</c> follow from the journal and save folding it; <c>wakes</c> and <c>ids</c> are
/// written with the entries they belong to. <c>quarantine</c> has what was set aside, <c>workspaces</c> the other stores beneath this one, <c>catalog_notes</c> who put catalogs in force; they came
/// later, and programs that do not know them pass them over. Wake-ups stand in the order of time: what one commit stores of many actors lies on few pages.</item>
/// </list>
/// A layout number, once released, never changes its meaning.
/// </remarks>
internal static class StoreLayout
{
    /// <summary>Marks the file as a store of PersonaGrain ("PGrn").</summary>
    public const int ApplicationId = 0x5047726E;

    /// <summary>The layout written by this version.</summary>
    public const int Version = 5;

    /// <summary>The tables of layout 3, which later ones add to.</summary>
    public const string Tables =
        """
        CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), checkpoint INTEGER NOT NULL, event INTEGER NOT NULL, pruned INTEGER NOT NULL,
            profiles INTEGER NOT NULL, signals INTEGER NOT NULL, clock_kind INTEGER NOT NULL, clock INTEGER NOT NULL,
            reevaluated INTEGER NOT NULL, reevaluate_to INTEGER NOT NULL, incomplete INTEGER NOT NULL);
        INSERT INTO state VALUES (1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        CREATE TABLE catalogs (ordinal INTEGER PRIMARY KEY, version INTEGER NOT NULL, applied INTEGER NOT NULL, document BLOB NOT NULL);
        CREATE TABLE publications (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, decisive INTEGER NOT NULL, decisive_at INTEGER NOT NULL,
            counts BLOB NOT NULL);
        CREATE TABLE population (id INTEGER PRIMARY KEY CHECK (id = 1), catalog INTEGER NOT NULL, counts BLOB NOT NULL);
        CREATE TABLE actors (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, head INTEGER NOT NULL, sequence INTEGER NOT NULL);
        CREATE TABLE journal (block INTEGER PRIMARY KEY, entries BLOB NOT NULL);
        CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE marks (actor INTEGER NOT NULL, sequence INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (actor, sequence)) WITHOUT ROWID;
        CREATE TABLE events (position INTEGER PRIMARY KEY, entry INTEGER NOT NULL);
        CREATE TABLE snapshots (actor INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, catalog INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE wakes (at INTEGER NOT NULL, actor INTEGER NOT NULL, PRIMARY KEY (at, actor)) WITHOUT ROWID;
        CREATE TABLE ids (actor INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (actor, id)) WITHOUT ROWID;
        CREATE TABLE segments (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, aggregate BLOB NOT NULL);
        CREATE TABLE members (segment INTEGER NOT NULL, actor INTEGER NOT NULL, since INTEGER NOT NULL, version INTEGER NOT NULL,
            PRIMARY KEY (segment, actor)) WITHOUT ROWID;
        """;

    /// <summary>Brings a store to this layout, or says why that is not possible; null when done.</summary>
    /// <param name="connection">A connection that may write.</param>
    /// <param name="progress">Told how much of an upgrade is done, from 0 to 1.</param>
    public static EmbeddedGridOpening? Prepare(StoreConnection connection, Action<double>? progress = null)
    {
        var found = (int)connection.Number("PRAGMA user_version");
        var application = connection.Number("PRAGMA application_id");
        if (found > Version && application == ApplicationId)
        {
            return new EmbeddedGridOpening.NewerFormat(found, Version);
        }

        if (application != ApplicationId && !IsEmpty(connection))
        {
            return new EmbeddedGridOpening.Damaged(
                "the file is an SQLite database of another program", "name another data directory, or move that file away");
        }

        connection.Execute($"PRAGMA journal_mode = WAL; PRAGMA application_id = {ApplicationId}");
        for (var layout = found; layout < Version; layout = layout == 0 ? Version : layout + 1)
        {
            Take(connection, layout, progress);
        }

        QuarantineTable.Prepare(connection);
        connection.Execute(WorkspaceTable.Create);
        connection.Execute(CatalogTable.CreateNotes);
        connection.Execute(AuditTable.Create);
        return null;
    }

    /// <summary>Whether there is nothing in the file yet.</summary>
    public static bool IsEmpty(StoreConnection connection) => connection.Number("SELECT count(*) FROM sqlite_master") == 0;

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
            : new EmbeddedGridOpening.Damaged($"it has the older layout {found}", "open it once for writing with this version, for example with persona serve, which brings it up to date");
    }

    /// <summary>Takes one step, in one transaction: a crash in between leaves the older layout whole.</summary>
    private static void Take(StoreConnection connection, int layout, Action<double>? progress)
    {
        connection.Execute("BEGIN IMMEDIATE");
        switch (layout)
        {
            case 0:
                connection.Execute(Tables + JoinedTable.Create + FieldValuesTable.Create);
                break;
            case 1:
                connection.Execute(FromLayout1.Step);
                break;
            case 2:
                new FromLayout2(connection, progress).Run();
                break;
            case 3:
                connection.Execute(FromLayout3.Step);
                break;
            default:
                connection.Execute(FromLayout4.Step);
                break;
        }

        connection.Execute($"PRAGMA user_version = {(layout == 0 ? Version : layout + 1)}");
        connection.Execute("COMMIT");
    }
}
