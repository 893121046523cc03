using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Segments;

/// <summary>Members and aggregate of one shard: the fold of its events in order. O(log members) for each event, and for each page beside its members.</summary>
internal sealed class SegmentShard
{
    private static readonly Comparer<Member> ById = Comparer<Member>.Create(static (a, b) => string.CompareOrdinal(a.Profile.Value, b.Profile.Value));

    private readonly SortedSet<Member> _members = new(ById);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
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
            Put(member);
        }
    }

    /// <summary>The last event that is folded in.</summary>
    public long Position { get; private set; }

    /// <summary>The last event that is forgotten.</summary>
    public long Forgotten { get; }

    /// <summary>How many members there are.</summary>
    public int Count => _members.Count;

    /// <summary>How many profiles entered or left since <see cref="Saved"/>.</summary>
    public int Changes => _changed.Count;

    /// <summary>A shard that begins after an event, with nothing.</summary>
    public static SegmentShard After(long position) => new(new SegmentShardState { Position = position, Forgotten = position });

    /// <summary>Takes over what a part of the stored members says.</summary>
    public void Restore(IEnumerable<MemberRecord> records)
    {
        foreach (var (profile, member) in records)
        {
            if (member is { } one)
            {
                Put(one);
            }
            else
            {
                _members.Remove(Sought(profile));
            }
        }
    }

    /// <summary>Folds a page of events; those of other actors than profiles are none of a segment's members.</summary>
    public void Fold(SegmentEventPage page)
    {
        foreach (var (_, actor, change) in page.Events)
        {
            if (!actor.IsProfile)
            {
                continue;
            }

            _aggregate.Apply(change);
            _changed.Add(actor.Key);
            var member = new Member(actor.Profile, change.At, change.Version);
            if (change.Entered)
            {
                Put(member);
            }
            else
            {
                _members.Remove(member);
            }
        }

        Position = page.Next;
    }

    /// <summary>Members after an id in ordinal order.</summary>
    public Member[] Read(string? after, int limit)
    {
        if (_members.Count == 0 || (after is not null && string.CompareOrdinal(after, _members.Max.Profile.Value) >= 0))
        {
            return [];
        }

        var view = after is null ? _members : _members.GetViewBetween(Sought(after), _members.Max);
        var members = new List<Member>(Math.Min(limit, _members.Count));
        foreach (var member in view)
        {
            if (members.Count == limit)
            {
                break;
            }

            if (!string.Equals(member.Profile.Value, after, StringComparison.Ordinal))
            {
                members.Add(member);
            }
        }

        return [.. members];
    }

    /// <summary>Whether each of some profiles is a member.</summary>
    public bool[] Have(string[] profiles) => Array.ConvertAll(profiles, profile => _members.Contains(Sought(profile)));

    /// <summary>The aggregate in its stored form.</summary>
    public byte[] WriteAggregate()
    {
        var buffer = new ArrayBufferWriter<byte>();
        _aggregate.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What is to be said of the profiles that changed.</summary>
    public IReadOnlyList<MemberRecord> ChangedMembers() =>
        [.. _changed.Select(profile => new MemberRecord(profile, _members.TryGetValue(Sought(profile), out var member) ? member : null))];

    /// <summary>Every member, in order of ids.</summary>
    public IEnumerable<MemberRecord> AllMembers() => _members.Select(static member => new MemberRecord(member.Profile.Value, member));

    /// <summary>Everything so far is stored.</summary>
    public void Saved() => _changed.Clear();

    /// <summary>What is equal to the member of an id as far as the order goes.</summary>
    private static Member Sought(string profile) => new(ActorId.Parse(profile).Profile, default, 0);

    private void Put(Member member)
    {
        _members.Remove(member);
        _members.Add(member);
    }
}
