using PersonaGrain.Embedded.Journal;
using PersonaGrain.Profiles;

namespace PersonaGrain.Embedded.Store.Upgrading;

/// <summary>
/// Turns layout 2 into layout 3: the rows of journal and events become one journal in blocks, in which every actor's entries are numbered;
/// wake-ups and the index of ids get tables of their own.
/// </summary>
/// <remarks>
/// About 2 µs a row, in one transaction; the file needs room for both forms meanwhile. Memory: some 80 bytes for each profile.
/// Events that were pruned before stay missing from the journal.
/// </remarks>
internal sealed class FromLayout2(StoreConnection connection, Action<double>? progress)
{
    private static readonly string[] Tables = ["state", "catalogs", "profiles", "journal", "events", "snapshots", "segments", "members", "flow", "population"];

    /// <summary>Takes the step; the caller's transaction is open.</summary>
    public void Run()
    {
        connection.Execute("DROP INDEX snapshots_by_wake");
        foreach (var table in Tables)
        {
            connection.Execute($"ALTER TABLE {table} RENAME TO old_{table}");
        }

        connection.Execute(StoreLayout.Tables);
        var profiles = ReadProfiles();
        var numbers = new BlockNumbers(0);
        new OldEntries(connection, profiles, numbers, progress).Copy();
        CopyProfiles(profiles);
        SegmentsOfLayout2.Copy(connection);
        CopyState(numbers.Last);
        IndexIds(profiles);
        foreach (var table in Tables)
        {
            connection.Execute($"DROP TABLE old_{table}");
        }
    }

    /// <summary>What is known of each profile beside its rows. One without a snapshot is of the catalog under which its first row was written.</summary>
    private Dictionary<long, OldProfile> ReadProfiles()
    {
        var profiles = new Dictionary<long, OldProfile>();
        using var read = connection.Once(
            """
            SELECT p.key, coalesce(s.position, 0), coalesce(s.wake, CASE WHEN s.profile IS NULL THEN 0 END)
            FROM old_profiles p LEFT JOIN old_snapshots s ON s.profile = p.key
            """);
        while (read.Step())
        {
            profiles.Add(read.Number(0), new OldProfile { SnapshotPosition = read.Number(1), Wake = read.IsNull(2) ? null : read.Number(2) });
        }

        return profiles;
    }

    private void CopyProfiles(Dictionary<long, OldProfile> profiles)
    {
        using var read = connection.Once("SELECT key, id FROM old_profiles ORDER BY key");
        using var actor = connection.Once("INSERT INTO actors VALUES (?1, ?2, ?3, ?4)");
        using var snapshot = connection.Once("INSERT INTO snapshots SELECT profile, ?2, catalog, body FROM old_snapshots WHERE profile = ?1");
        using var wake = connection.Once("INSERT INTO wakes VALUES (?2, ?1)");
        while (read.Step())
        {
            var (key, profile) = (read.Number(0), profiles[read.Number(0)]);
            actor.Bind(1, key).Bind(2, read.Text(1)).Bind(3, profile.Head.Value).Bind(4, profile.Sequence).Run();
            snapshot.Bind(1, key).Bind(2, profile.SnapshotSequence).Run();
            if (profile.Wake is { } at)
            {
                // What came after the snapshot may have moved the wake-up: one that comes too early does no harm.
                wake.Bind(1, key).Bind(2, profile.SnapshotSequence == profile.Sequence ? at : 0).Run();
            }
            else if (profile.SnapshotSequence != profile.Sequence)
            {
                wake.Bind(1, key).Bind(2, 0).Run();
            }
        }
    }

    /// <summary>What is in force. What was still to be evaluated anew is so as of where the clock stands.</summary>
    private void CopyState(long blocks) => connection.Execute(
        $"""
        UPDATE state SET checkpoint = {blocks + 1}, (event, pruned, signals, clock_kind, clock, reevaluated, reevaluate_to, incomplete)
            = (SELECT position, pruned, signals, clock_kind, clock, reevaluated,
                iif(reevaluate_to > 0, (SELECT coalesce(max(key), 0) FROM old_profiles), 0), pruned > 0 FROM old_state),
            profiles = (SELECT count(*) FROM old_profiles);
        INSERT INTO catalogs SELECT applied, version,
            iif((SELECT reevaluate_to FROM old_state) > 1 AND applied = (SELECT max(applied) FROM old_catalogs), (SELECT clock FROM old_state), 0), document
            FROM old_catalogs WHERE applied > 0;
        INSERT INTO population SELECT id, catalog, body FROM old_population;
        INSERT INTO publications SELECT 1, clock, reevaluate_to > 0, iif(reevaluate_to > 0, clock, 0), published
            FROM old_population, old_state WHERE published IS NOT NULL;
        """);

    /// <summary>Profiles with more message ids than they remember have all of them in the index of ids.</summary>
    private void IndexIds(Dictionary<long, OldProfile> profiles)
    {
        using var blocks = new StoredBlocks(connection);
        using var marks = new HistoryMarks(connection);
        var history = new ActorHistory(blocks, marks, names: null);
        using var insert = connection.Once("INSERT OR IGNORE INTO ids VALUES (?1, ?2)");
        foreach (var (key, profile) in profiles)
        {
            if (profile.Sequence > ProfileMachine.RememberedIds)
            {
                OldIds.Index(history, new ActorAddress(key, profile.Head, profile.Sequence), insert);
            }
        }
    }
}

/// <summary>One profile on its way into the new layout.</summary>
internal sealed class OldProfile
{
    /// <summary>Up to which old position its snapshot covers its rows; 0 without one.</summary>
    public required long SnapshotPosition { get; init; }

    /// <summary>When it is to be woken, in ticks; null for never.</summary>
    public required long? Wake { get; init; }

    /// <summary>Its newest entry.</summary>
    public JournalPosition Head { get; set; }

    /// <summary>The number of that entry.</summary>
    public long Sequence { get; set; }

    /// <summary>The newest entry that its snapshot covers.</summary>
    public long SnapshotSequence { get; set; }
}
