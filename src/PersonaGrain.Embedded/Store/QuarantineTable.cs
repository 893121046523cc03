using System.Buffers;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Store;

/// <summary>What was set aside, in the store: written in the commits of everything else, read beside them.</summary>
/// <param name="writer">The one that writes.</param>
/// <param name="readers">Those that read.</param>
/// <param name="retryAfter">When it is worth trying again where the store can not be written.</param>
internal sealed class QuarantineTable(CommitWriter writer, ReaderPool readers, TimeSpan retryAfter) : IQuarantineStorage
{
    private const string Create =
        """
        CREATE TABLE IF NOT EXISTS quarantine (position INTEGER PRIMARY KEY AUTOINCREMENT, profile TEXT NOT NULL, id TEXT NOT NULL, reason TEXT NOT NULL,
            field TEXT NOT NULL, message TEXT NOT NULL, sample TEXT, signal BLOB NOT NULL, history_began INTEGER, UNIQUE (profile, id))
        """;

    private const string RowsChanged = "SELECT total_changes()";

    /// <summary>Brings the table to a store of before it, or of before one of its columns; programs of before pass them over.</summary>
    public static void Prepare(StoreConnection connection)
    {
        connection.Execute(Create);
        if (!HasHistory(connection))
        {
            connection.Execute("ALTER TABLE quarantine ADD COLUMN history_began INTEGER");
        }
    }

    /// <summary>How many signals a store has set aside; also of one that no grid of this version has opened yet.</summary>
    public static long Count(StoreConnection connection) => Exists(connection) ? connection.Number("SELECT count(*) FROM quarantine") : 0;

    /// <summary>A page of what a store has set aside; also of one that no grid of this version has opened yet.</summary>
    public static IReadOnlyList<QuarantineEntry> Page(StoreConnection connection, long after, int limit) =>
        Exists(connection) ? Select(connection, after, limit) : [];

    /// <summary>Every signal that a store has set aside, oldest first, a page in memory at a time.</summary>
    public static IEnumerable<QuarantinedSignal> All(StoreConnection connection)
    {
        for (var after = 0L; Page(connection, after, 500) is [.., { Position: var last }] page; after = last)
        {
            foreach (var entry in page)
            {
                yield return entry.Held;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation) =>
        signals.Count == 0 ? default : RunAsync(connection => Insert(connection, signals), cancellation);

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation) =>
        await Task.Run(() => Read(connection => SelectHeld(connection, keys)), cancellation);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await Task.Run(() => Read(connection => Select(connection, after, limit)), cancellation);
    }

    /// <inheritdoc />
    public ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation) =>
        RunAsync(connection => Delete(connection, positions), cancellation);

    /// <inheritdoc />
    public async ValueTask<long> LastAsync(CancellationToken cancellation) => await Task.Run(() => Read(Last), cancellation);

    /// <inheritdoc />
    public async ValueTask<long> CountAsync(CancellationToken cancellation) => await Task.Run(() => Read(Count), cancellation);

    private static bool Exists(StoreConnection connection) => connection.Number("SELECT count(*) FROM sqlite_master WHERE name = 'quarantine'") != 0;

    private static bool HasHistory(StoreConnection connection) =>
        connection.Number("SELECT count(*) FROM pragma_table_info('quarantine') WHERE name = 'history_began'") != 0;

    private static long Last(StoreConnection connection) => connection.Number("SELECT coalesce(max(position), 0) FROM quarantine");

    private static void Insert(StoreConnection connection, IReadOnlyList<QuarantinedSignal> signals)
    {
        using var insert = connection.Once(
            "INSERT OR IGNORE INTO quarantine (profile, id, reason, field, message, sample, signal, history_began) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var held in signals)
        {
            var (profile, signal, fault, _) = held;
            bytes.ResetWrittenCount();
            QuarantineCodec.Write(held, bytes);
            insert.Bind(1, profile.Value).Bind(2, signal.Id).Bind(3, fault.Reason).Bind(4, fault.Field).Bind(5, fault.Message);
            (fault.Sample is { } sample ? insert.Bind(6, sample) : insert.BindNull(6)).Bind(7, bytes.WrittenSpan);
            (held.HistoryBegan is { } began ? insert.Bind(8, began.Ticks) : insert.BindNull(8)).Run();
        }
    }

    private static HashSet<QuarantineKey> SelectHeld(StoreConnection connection, IReadOnlyList<QuarantineKey> keys)
    {
        using var select = connection.Once("SELECT 1 FROM quarantine WHERE profile = ?1 AND id = ?2");
        var held = new HashSet<QuarantineKey>();
        foreach (var key in keys)
        {
            if (select.Bind(1, key.Profile.Value).Bind(2, key.Id).Step())
            {
                held.Add(key);
            }

            select.Reset();
        }

        return held;
    }

    private static List<QuarantineEntry> Select(StoreConnection connection, long after, int limit)
    {
        // Who only reads may meet a store that no grid has opened since the column came.
        var history = HasHistory(connection) ? "history_began" : "NULL";
        using var select = connection.Once(
            $"SELECT position, profile, reason, field, message, sample, signal, {history} FROM quarantine WHERE position > ?1 ORDER BY position LIMIT ?2");
        select.Bind(1, after).Bind(2, limit);
        var entries = new List<QuarantineEntry>();
        while (select.Step())
        {
            var (signal, received, others) = QuarantineCodec.Read(select.Blob(6));
            var fault = new SignalFault(select.Text(2), select.Text(3), select.Text(4)) { Sample = select.IsNull(5) ? null : select.Text(5) };
            var held = new QuarantinedSignal(ActorId.Parse(select.Text(1)).Profile, signal, fault, received)
            {
                HistoryBegan = select.IsNull(7) ? null : new Instant(select.Number(7)),
                Others = others,
            };
            entries.Add(new QuarantineEntry(select.Number(0), held));
        }

        return entries;
    }

    private static void Delete(StoreConnection connection, IReadOnlyList<long> positions)
    {
        using var delete = connection.Once("DELETE FROM quarantine WHERE position = ?1");
        foreach (var position in positions)
        {
            delete.Bind(1, position).Run();
        }
    }

    private T Read<T>(Func<StoreConnection, T> read)
    {
        try
        {
            return readers.Read(read);
        }
        catch (IOException unreadable)
        {
            throw new JournalUnavailableException(unreadable.Message, retryAfter, unreadable);
        }
    }

    /// <summary>Runs a change in the next commit; how many rows it added or removed.</summary>
    private async ValueTask<int> RunAsync(Action<StoreConnection> change, CancellationToken cancellation)
    {
        var rows = 0L;
        var committing = writer.RunAsync((connection, _) =>
        {
            var before = connection.Number(RowsChanged);
            change(connection);
            rows = connection.Number(RowsChanged) - before;
        });
        return await committing.WaitAsync(cancellation) is { } fault ? throw new JournalUnavailableException(fault.Message, retryAfter) : (int)rows;
    }
}
