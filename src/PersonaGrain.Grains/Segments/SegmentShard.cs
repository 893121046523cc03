using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Segments;

/// <summary>Members and aggregate of one shard: the fold of its events in order. O(log members) for each event and each page.</summary>
internal sealed class SegmentShard
{
    private readonly SortedDictionary<string, Member> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);
    private readonly SegmentAggregate _aggregate;

    /// <summary>A shard as it was written.</summary>
    /// <exception cref="FormatException">The aggregate is not one that this version can read.</exception>
    public SegmentShard(SegmentShardState state)
    {
        Position = state.Position;
        Forgotten = state.Forgotten;
        _aggregate = state.Aggregate.Length == 0 ? new SegmentAggregate() : SegmentAggregate.Read(state.Aggregate);
        foreach (var member in state.Members)
        {
            Add(member);
        }
    }

    /// <summary>The last event that is folded in.</summary>
    public long Position { get; private set; }

    /// <summary>The last event that is forgotten.</summary>
    public long Forgotten { get; }

    /// <summary>A shard that begins after an event, with nothing.</summary>
    public static SegmentShard After(long position) => new(new SegmentShardState { Position = position, Forgotten = position });

    /// <summary>Folds a page of events.</summary>
    public void Fold(SegmentEventPage page)
    {
        foreach (var (_, profile, change) in page.Events)
        {
            _aggregate.Apply(change);
            if (change.Entered)
            {
                Add(new Member(profile, change.At, change.Version));
            }
            else
            {
                _byId.Remove(profile.Value);
                _ids.Remove(profile.Value);
            }
        }

        Position = page.Next;
    }

    /// <summary>Members after an id in ordinal order.</summary>
    public Member[] Read(string? after, int limit)
    {
        if (_ids.Count == 0 || (after is not null && string.CompareOrdinal(after, _ids.Max) >= 0))
        {
            return [];
        }

        var view = after is null ? _ids : _ids.GetViewBetween(after, _ids.Max);
        var members = new List<Member>(Math.Min(limit, _ids.Count));
        foreach (var id in view)
        {
            if (members.Count == limit)
            {
                break;
            }

            if (!string.Equals(id, after, StringComparison.Ordinal))
            {
                members.Add(_byId[id]);
            }
        }

        return [.. members];
    }

    /// <summary>The aggregate in its stored form.</summary>
    public byte[] WriteAggregate()
    {
        var buffer = new ArrayBufferWriter<byte>();
        _aggregate.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The whole shard in its stored form.</summary>
    public SegmentShardState ToState() => new()
    {
        Position = Position,
        Aggregate = WriteAggregate(),
        Members = [.. _byId.Values],
        Forgotten = Forgotten,
    };

    private void Add(Member member)
    {
        _byId[member.Profile.Value] = member;
        _ids.Add(member.Profile.Value);
    }
}
