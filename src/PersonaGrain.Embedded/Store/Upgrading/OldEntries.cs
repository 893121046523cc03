using System.Buffers;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Embedded.Store.Upgrading;

/// <summary>Copies the rows of the old journal and the old events into one journal, in the order of their positions.</summary>
/// <remarks>Signals are copied as they are, without reading them: one that can not be read stays the fault of its own profile.</remarks>
internal sealed class OldEntries(StoreConnection connection, Dictionary<long, OldProfile> profiles, BlockNumbers numbers, Action<double>? progress)
{
    private const int BytesOfAWrite = 4 << 20;
    private const int RowsOfAReport = 10_000;

    private readonly JournalBuffer _journal = new(numbers, names: null);
    private readonly ArrayBufferWriter<byte> _payload = new();
    private readonly StoreStatement _insertBlock = connection.Prepare("INSERT INTO journal VALUES (?1, ?2)");
    private readonly StoreStatement _insertEvent = connection.Prepare("INSERT INTO events VALUES (?1, ?2)");
    private readonly StoreStatement _insertMark = connection.Prepare("INSERT INTO marks VALUES (?1, ?2, ?3)");
    private readonly long _last = connection.Number("SELECT position FROM old_state");
    private readonly long _changed = connection.Number("SELECT reevaluate_to FROM old_state");
    private readonly int _catalog = (int)connection.Number("SELECT version FROM old_catalogs WHERE applied > 0 ORDER BY applied DESC LIMIT 1");
    private readonly int _former = (int)connection.Number("SELECT version FROM old_catalogs WHERE applied > 0 ORDER BY applied DESC LIMIT 1 OFFSET 1");
    private long _bytes;
    private long _rows;

    /// <summary>Copies all.</summary>
    public void Copy()
    {
        using var signals = connection.Once("SELECT position, profile, payload FROM old_journal ORDER BY position");
        using var events = connection.Once("SELECT position, profile, kind, subject, at, version, score, recorded FROM old_events ORDER BY position");
        var (hasSignal, hasEvent) = (signals.Step(), events.Step());
        while (hasSignal || hasEvent)
        {
            if (hasSignal && (!hasEvent || signals.Number(0) < events.Number(0)))
            {
                CopySignal(signals);
                hasSignal = signals.Step();
            }
            else
            {
                CopyEvent(events);
                hasEvent = events.Step();
            }
        }

        Flush();
    }

    private void CopySignal(StoreStatement row)
    {
        if (!row.IsNull(2))
        {
            Append(row.Number(0), row.Number(1), JournalEntryKind.Signal, null, row.Blob(2));
        }
    }

    private void CopyEvent(StoreStatement row)
    {
        var (kind, subject, at, version) = ((GridEventKind)row.Number(2), row.Text(3), row.Instant(4), (int)row.Number(5));
        var entry = kind == GridEventKind.Triggered
            ? JournalEntry.Fired(new TriggerFiring(subject, at, version))
            : JournalEntry.Changed(new MembershipChange(subject, kind == GridEventKind.Entered, at, version, row.Real(6)));
        _payload.ResetWrittenCount();
        JournalEntryCodec.Write(entry, _payload);
        var position = Append(row.Number(0), row.Number(1), entry.Kind, row.Number(7) - at.Ticks, _payload.WrittenSpan);
        _insertEvent.Bind(1, row.Number(0)).Bind(2, position.Value).Run();
    }

    private JournalPosition Append(long position, long key, JournalEntryKind kind, long? lateness, ReadOnlySpan<byte> payload)
    {
        var profile = profiles.TryGetValue(key, out var known) ? known
            : throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"profile {key} has rows but no id");
        if (profile is { Sequence: 0, SnapshotPosition: 0 })
        {
            Adopt(key, profile, position);
        }

        Append(key, profile, kind, lateness, payload);
        if (position <= profile.SnapshotPosition)
        {
            profile.SnapshotSequence = profile.Sequence;
        }

        Report(position, payload.Length);
        return profile.Head;
    }

    /// <summary>Without a snapshot nothing but the place of its first row says under which catalog the profile was evaluated.</summary>
    private void Adopt(long key, OldProfile profile, long position)
    {
        var adopted = JournalEntry.Adopted(position < _changed && _former > 0 ? _former : _catalog, default);
        var payload = new ArrayBufferWriter<byte>();
        JournalEntryCodec.Write(adopted, payload);
        Append(key, profile, adopted.Kind, null, payload.WrittenSpan);
    }

    private void Append(long key, OldProfile profile, JournalEntryKind kind, long? lateness, ReadOnlySpan<byte> payload)
    {
        profile.Head = _journal.Append(key, ++profile.Sequence, profile.Head, kind, lateness, payload);
        if (HistoryMarks.IsAt(profile.Sequence))
        {
            _insertMark.Bind(1, key).Bind(2, profile.Sequence).Bind(3, profile.Head.Value).Run();
        }
    }

    private void Report(long position, int bytes)
    {
        _bytes += bytes;
        if (_bytes > BytesOfAWrite)
        {
            Flush();
        }

        if (++_rows % RowsOfAReport == 0)
        {
            progress?.Invoke((double)position / Math.Max(1, _last));
        }
    }

    private void Flush()
    {
        _journal.CloseBlock();
        foreach (var block in _journal.Blocks)
        {
            _insertBlock.Bind(1, block.Number).Bind(2, _journal.Bytes(block)).Run();
        }

        _journal.Clear();
        _bytes = 0;
    }
}
