using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Snapshots;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid.Storage.Transfer;
using PersonaGrain.Segments;
using PersonaGrain.Triggers;

namespace PersonaGrain.Embedded.Transfer;

/// <summary>The rows of one profile after another, in the order of their positions. The journal and the events are chains that lead backwards, so positions are gathered first; of the rows only one is held.</summary>
internal sealed class ProfileRows(StoreConnection connection, long prunedUpTo) : IDisposable
{
    private readonly StoreStatement _signal = connection.Once("SELECT previous, payload FROM journal WHERE position = ?1");
    private readonly StoreStatement _event = connection.Once("SELECT previous, kind, subject, at, version, score FROM events WHERE position = ?1");
    private readonly List<(long Position, bool IsEvent)> _places = [];

    /// <summary>Rows of the profile that was found last.</summary>
    public int Count => _places.Count;

    /// <summary>Finds the rows of a profile. Not null where older events of it were pruned.</summary>
    public PrunedEvents? Find(in StoredPlace place)
    {
        _places.Clear();
        for (var head = place.JournalHead; head > 0;)
        {
            Step(_signal, "journal", head);
            if (!_signal.IsNull(1))
            {
                _places.Add((head, false));
            }

            head = Previous(_signal);
        }

        var pruned = FindEvents(place.EventHead);
        _places.Sort();
        return pruned;
    }

    /// <summary>Reads the rows that were found, oldest first.</summary>
    public IEnumerable<JournalEntry> Read()
    {
        foreach (var (position, isEvent) in _places)
        {
            var statement = isEvent ? _event : _signal;
            Step(statement, isEvent ? "event" : "journal", position);
            var entry = isEvent ? Event() : Signal(position);
            statement.Reset();
            yield return entry;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _signal.Dispose();
        _event.Dispose();
    }

    private PrunedEvents? FindEvents(long head)
    {
        var kept = new PrunedEvents();
        while (head > prunedUpTo)
        {
            Step(_event, "event", head);
            switch (Event())
            {
                case JournalEntry.Changed changed:
                    kept.Keep(changed.Change);
                    break;
                case JournalEntry.Fired fired:
                    kept.Keep(fired.Firing);
                    break;
            }

            _places.Add((head, true));
            head = Previous(_event);
        }

        return head > 0 ? kept : null;
    }

    private JournalEntry.Observed Signal(long position)
    {
        var (signal, received) = JournalReader.Decode(position, _signal.Blob(1));
        return new JournalEntry.Observed(signal, received);
    }

    private JournalEntry Event()
    {
        var kind = (GridEventKind)_event.Number(1);
        return kind == GridEventKind.Triggered
            ? new JournalEntry.Fired(new TriggerFiring(_event.Text(2), _event.Instant(3), (int)_event.Number(4)))
            : new JournalEntry.Changed(new MembershipChange(
                _event.Text(2), kind == GridEventKind.Entered, _event.Instant(3), (int)_event.Number(4), _event.Real(5)));
    }

    private static void Step(StoreStatement statement, string table, long position)
    {
        if (!statement.Bind(1, position).Step())
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"{table} row {position} is missing");
        }
    }

    private static long Previous(StoreStatement statement)
    {
        var previous = statement.Number(0);
        statement.Reset();
        return previous;
    }
}
