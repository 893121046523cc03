using PersonaGrain.Auditing;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Workspaces;

/// <summary>Who changed what, in the store of <c>main</c>, beside the workspaces.</summary>
internal sealed class AuditTable(GridEngine main) : IAuditTrail
{
    /// <summary>Makes the table in a store of before it; programs of before it pass it over.</summary>
    public const string Create =
        "CREATE TABLE IF NOT EXISTS audit (position INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, key TEXT NOT NULL, action INTEGER NOT NULL, workspace TEXT NOT NULL, detail TEXT NOT NULL)";

    /// <inheritdoc />
    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        if (await main.Context.Writer.RunAsync((connection, _) => Write(connection, entry)).WaitAsync(cancellation) is { } fault)
        {
            throw new JournalUnavailableException(fault.Message, main.Context.Options.FaultRetry);
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(long? before, int limit, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(() => main.Readers.Read(connection => Read(connection, before, limit)), cancellation);
        }
        catch (IOException unreadable)
        {
            throw new JournalUnavailableException(unreadable.Message, main.Context.Options.FaultRetry, unreadable);
        }
    }

    private static void Write(StoreConnection connection, AuditEntry entry)
    {
        using var write = connection.Once("INSERT INTO audit (at, key, action, workspace, detail) VALUES (?1, ?2, ?3, ?4, ?5)");
        write.Bind(1, entry.At).Bind(2, entry.Key).Bind(3, (long)entry.Action).Bind(4, entry.Workspace.Text).Bind(5, entry.Detail).Run();
        using var trim = connection.Once("DELETE FROM audit WHERE position <= (SELECT max(position) FROM audit) - ?1");
        trim.Bind(1, IAuditTrail.Kept).Run();
    }

    private static List<AuditRecord> Read(StoreConnection connection, long? before, int limit)
    {
        using var read = connection.Once("SELECT position, at, key, action, workspace, detail FROM audit WHERE position < ?1 ORDER BY position DESC LIMIT ?2");
        read.Bind(1, before ?? long.MaxValue).Bind(2, limit);
        var records = new List<AuditRecord>();
        while (read.Step())
        {
            records.Add(new AuditRecord(
                read.Number(0), new AuditEntry(read.Instant(1), read.Text(2), (AuditAction)read.Number(3), WorkspaceName.Parse(read.Text(4)), read.Text(5))));
        }

        return records;
    }
}
