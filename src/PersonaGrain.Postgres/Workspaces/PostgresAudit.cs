using PersonaGrain.Auditing;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Workspaces;

/// <summary>Who changed what, on PostgreSQL.</summary>
internal sealed class PostgresAudit(PostgresWriter writer, PostgresReader reader) : IAuditTrail
{
    private const string Insert = "INSERT INTO personagrain.audit (at, key, action, subject, detail) VALUES ($1, $2, $3, $4, $5)";

    // Positions have gaps where an insert was rolled back, so at most as many as are kept stay, and sometimes fewer.
    private const string Trim = "DELETE FROM personagrain.audit WHERE position <= (SELECT max(position) FROM personagrain.audit) - $1";

    private const string Select =
        "SELECT position, at, key, action, subject, detail FROM personagrain.audit WHERE position < $1 ORDER BY position DESC LIMIT $2";

    /// <inheritdoc />
    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation) => await writer.RunAsync(
        cancellation,
        PostgresWriter.Command(Insert, With(entry.At.Ticks), With(entry.Key), With((short)entry.Action), With(entry.Workspace.Text), With(entry.Detail)),
        PostgresWriter.Command(Trim, With((long)IAuditTrail.Kept)));

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(long? before, int limit, CancellationToken cancellation) => await reader.QueryAsync(
        Select,
        static row => new AuditRecord(
            row.GetInt64(0),
            new AuditEntry(new Instant(row.GetInt64(1)), row.GetString(2), (AuditAction)row.GetInt16(3), WorkspaceName.Parse(row.GetString(4)), row.GetString(5))),
        cancellation,
        With(before ?? long.MaxValue),
        With(limit));
}
