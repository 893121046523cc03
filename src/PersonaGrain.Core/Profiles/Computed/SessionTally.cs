using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The sessions of all time.</summary>
/// <remarks>
/// 24 bytes for each of at most <see cref="SignalTrait.Keep"/> sessions; of more the earliest quarter is added up, and can not be joined any more. A newest signal costs
/// O(1), a late one a binary search, and may join two sessions. An evaluation is O(1).
/// </remarks>
internal sealed class SessionTally : TraitTally
{
    private readonly List<Session> _sessions = [];
    private SessionSums _sums;
    private long _floor = -1;
    private bool _isUncertain;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Sessions;

    /// <inheritdoc />
    internal override int EstimatedBytes => 144 + (_sessions.Capacity * 24);

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        if (_floor >= 0 && time - _floor < trait.Gap)
        {
            _isUncertain = true;
            return;
        }

        Insert(new Session(time, time, 1), trait.Gap);
        if (_sessions.Count > trait.Keep)
        {
            // A quarter at once, so that a signal costs the same however many there are.
            var oldest = (trait.Keep / 4) + 1;
            _floor = _sessions[oldest - 1].End;
            _sessions.RemoveRange(0, oldest);
        }
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) =>
        new(_sums.Tell(trait.Computation), _isUncertain ? TraitAccuracy.Truncated : TraitAccuracy.Exact, long.MaxValue);

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new SessionTally { _sums = _sums, _floor = _floor, _isUncertain = _isUncertain };
        clone._sessions.AddRange(_sessions);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Signed(_floor);
        writer.Byte((byte)(_isUncertain ? 1 : 0));
        writer.Unsigned((ulong)_sums.Sessions);
        writer.Wide(_sums.Length);
        writer.Unsigned((ulong)_sums.Signals);
        writer.Unsigned((ulong)_sessions.Count);
        long last = 0;
        foreach (var session in _sessions)
        {
            writer.Unsigned((ulong)(session.Start - last));
            writer.Unsigned((ulong)(session.End - session.Start));
            writer.Unsigned((ulong)session.Signals);
            last = session.End;
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        (_floor, _isUncertain) = (reader.Signed(), reader.Byte() != 0);
        _sums = new SessionSums((long)reader.Unsigned(), reader.Wide(), (long)reader.Unsigned());
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            var start = last + (long)reader.Unsigned();
            last = start + (long)reader.Unsigned();
            _sessions.Add(new Session(start, last, (long)reader.Unsigned()));
        }
    }

    /// <summary>Puts a signal in its place, joined with the sessions on both sides that are near enough.</summary>
    private void Insert(Session added, long gap)
    {
        var index = FirstAfter(added.Start);
        if (index < _sessions.Count && _sessions[index].Start - added.End < gap)
        {
            added = Join(added, TakeOut(index));
        }

        if (index > 0 && added.Start - _sessions[index - 1].End < gap)
        {
            index--;
            added = Join(TakeOut(index), added);
        }

        _sessions.Insert(index, added);
        _sums = new SessionSums(_sums.Sessions + 1, _sums.Length + (added.End - added.Start), _sums.Signals + added.Signals);
    }

    private static Session Join(Session earlier, Session later) =>
        new(Math.Min(earlier.Start, later.Start), Math.Max(earlier.End, later.End), earlier.Signals + later.Signals);

    private Session TakeOut(int index)
    {
        var session = _sessions[index];
        _sums = new SessionSums(_sums.Sessions - 1, _sums.Length - (session.End - session.Start), _sums.Signals - session.Signals);
        _sessions.RemoveAt(index);
        return session;
    }

    /// <summary>The index of the first session that begins after an instant.</summary>
    private int FirstAfter(long time)
    {
        int low = 0, high = _sessions.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _sessions[middle].Start > time ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private readonly record struct Session(long Start, long End, long Signals);
}
