using System.Buffers;
using System.Collections.Concurrent;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Segments;

namespace PersonaGrain.Embedded.Segments;

/// <summary>All memberships and what they add up to: folded by the writer within its commits, read by anyone as of the newest commit.</summary>
/// <remarks>Each change costs one row in <c>members</c>; each changed segment one row a commit, however much changed in it.</remarks>
internal sealed class SegmentAggregates
{
    private static readonly SegmentAggregate None = new();

    private readonly Dictionary<string, StoredSegment> _segments = [];
    private readonly List<StoredSegment> _changed = [];
    private readonly ConcurrentDictionary<string, SegmentAggregate> _published = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private SegmentStatements? _statements;

    /// <summary>The aggregate of a segment as of the newest commit; not changed any more.</summary>
    public SegmentAggregate this[string segment] => _published.GetValueOrDefault(segment, None);

    /// <summary>Reads everything anew from the store: at the start, and after a failed commit.</summary>
    public void Load(StoreConnection connection)
    {
        _statements = new SegmentStatements(connection);
        _segments.Clear();
        _changed.Clear();
        foreach (var segment in SegmentReader.Read(connection))
        {
            _segments[segment.Name] = segment;
            _published[segment.Name] = segment.Copy();
        }
    }

    /// <summary>Folds one membership change into the open transaction.</summary>
    public void Apply(long actor, in MembershipChange change)
    {
        var segment = Find(change.Segment);
        if (!segment.IsChanged)
        {
            segment.IsChanged = true;
            _changed.Add(segment);
        }

        segment.Aggregate.Apply(change);
        if (change.Entered)
        {
            _statements!.UpsertMember.Bind(1, segment.Key).Bind(2, actor).Bind(3, change.At).Bind(4, change.Version).Run();
        }
        else
        {
            _statements!.DeleteMember.Bind(1, segment.Key).Bind(2, actor).Run();
        }
    }

    /// <summary>Writes the changed aggregates; the transaction is about to be committed.</summary>
    public void Write()
    {
        foreach (var segment in _changed)
        {
            _bytes.ResetWrittenCount();
            segment.Aggregate.Write(_bytes);
            _statements!.UpsertSegment.Bind(1, segment.Key).Bind(2, segment.Name).Bind(3, _bytes.WrittenSpan).Run();
        }
    }

    /// <summary>The commit is durable.</summary>
    public void Publish()
    {
        foreach (var segment in _changed)
        {
            segment.IsChanged = false;
            _published[segment.Name] = segment.Copy();
        }

        _changed.Clear();
    }

    /// <summary>Drops the aggregates of segments that the catalog no longer has and that nobody is in; the transaction is open.</summary>
    public void DropUnknown(Func<string, bool> isKnown)
    {
        foreach (var segment in _segments.Values.Where(segment => segment.Aggregate.Count == 0 && !isKnown(segment.Name)).ToList())
        {
            _statements!.DeleteSegment.Bind(1, segment.Key).Run();
            _segments.Remove(segment.Name);
            _changed.Remove(segment);
            _published.TryRemove(segment.Name, out _);
        }
    }

    private StoredSegment Find(string name)
    {
        if (!_segments.TryGetValue(name, out var segment))
        {
            var key = _segments.Count == 0 ? 1 : _segments.Values.Max(each => each.Key) + 1;
            _segments[name] = segment = new StoredSegment(key, name, new SegmentAggregate());
        }

        return segment;
    }
}
