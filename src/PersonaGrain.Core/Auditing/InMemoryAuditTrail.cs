namespace PersonaGrain.Auditing;

/// <summary>A trail in this process's memory, lost with it.</summary>
public sealed class InMemoryAuditTrail : IAuditTrail
{
    private readonly Lock _gate = new();
    private readonly Queue<AuditRecord> _records = new();
    private long _last;

    /// <inheritdoc />
    public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _records.Enqueue(new AuditRecord(++_last, entry));
            if (_records.Count > IAuditTrail.Kept)
            {
                _records.Dequeue();
            }
        }

        return default;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(long? before, int limit, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new([.. _records.Reverse().Where(record => before is not { } position || record.Position < position).Take(limit)]);
        }
    }
}
