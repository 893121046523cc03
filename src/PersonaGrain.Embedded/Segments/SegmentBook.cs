using System.Collections.Concurrent;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;

namespace PersonaGrain.Embedded.Segments;

/// <summary>All memberships and aggregates: folded by the writer within its commits, read by anyone as of the newest commit.</summary>
/// <remarks>Each change costs one row in <c>members</c>; each changed segment one row a commit, however many changed in it.</remarks>
internal sealed class SegmentBook
{
    private readonly Dictionary<string, SegmentLedger> _ledgers = [];
    private readonly List<SegmentLedger> _changed = [];
    private readonly ConcurrentDictionary<string, SegmentTotals> _published = new();
    private SegmentStatements? _statements;

    /// <summary>The aggregate of a segment as of the newest commit: O(1).</summary>
    public SegmentTotals this[string segment] => _published.GetValueOrDefault(segment, SegmentTotals.None);

    /// <summary>Reads everything anew from the store: at the start, and after a failed commit.</summary>
    public void Load(StoreConnection connection)
    {
        _statements = new SegmentStatements(connection);
        Reload(connection);
    }

    /// <summary>Throws away what a failed commit counted.</summary>
    public void Reload(StoreConnection connection)
    {
        _ledgers.Clear();
        _changed.Clear();
        foreach (var ledger in LedgerReader.Read(connection))
        {
            _ledgers[ledger.Name] = ledger;
        }

        foreach (var (name, ledger) in _ledgers)
        {
            _published[name] = ledger.Publish();
        }
    }

    /// <summary>Folds one membership change into the open transaction.</summary>
    public void Apply(in EventRow row)
    {
        var ledger = Ledger(row.Subject);
        if (!ledger.IsChanged)
        {
            _changed.Add(ledger);
        }

        var entered = row.Kind == GridEventKind.Entered;
        ledger.Apply(entered, row.At, row.Score);
        if (entered)
        {
            _statements!.UpsertMember.Bind(1, ledger.Key).Bind(2, row.Slot.Key).Bind(3, row.At).Bind(4, row.Version).Bind(5, row.Score).Run();
        }
        else
        {
            _statements!.DeleteMember.Bind(1, ledger.Key).Bind(2, row.Slot.Key).Run();
        }
    }

    /// <summary>Writes the changed aggregates; the transaction is about to be committed.</summary>
    public void Write()
    {
        foreach (var ledger in _changed)
        {
            ledger.Write(_statements!);
        }
    }

    /// <summary>The commit is durable.</summary>
    public void Publish()
    {
        foreach (var ledger in _changed)
        {
            _published[ledger.Name] = ledger.Publish();
        }

        _changed.Clear();
    }

    /// <summary>Drops the aggregates of segments that the catalog no longer has and that nobody is in; the transaction is open.</summary>
    public void DropUnknown(Func<string, bool> isKnown)
    {
        var gone = _ledgers.Values.Where(ledger => ledger.Count == 0 && !isKnown(ledger.Name)).ToList();
        foreach (var ledger in gone)
        {
            _statements!.DeleteSegment.Bind(1, ledger.Key).Run();
            _statements.DeleteFlow.Bind(1, ledger.Key).Run();
            _ledgers.Remove(ledger.Name);
            _published.TryRemove(ledger.Name, out _);
        }
    }

    private SegmentLedger Ledger(string name)
    {
        if (_ledgers.TryGetValue(name, out var ledger))
        {
            return ledger;
        }

        ledger = new SegmentLedger(_ledgers.Count == 0 ? 1 : _ledgers.Values.Max(each => each.Key) + 1, name);
        _statements!.InsertSegment.Bind(1, ledger.Key).Bind(2, name).Run();
        _ledgers[name] = ledger;
        return ledger;
    }
}
