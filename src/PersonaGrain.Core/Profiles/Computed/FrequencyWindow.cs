using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The newest values within a rolling window in order of time, and how often each is said among them.</summary>
/// <remarks>
/// 16 bytes for each signal, 80 for each different value and its text. A newest signal costs a scan of the values' fingerprints; an evaluation looks at each
/// signal in the window, from the newest back: so it knows at once when the leader changes, if nothing arrives. At most <see cref="SignalTrait.Keep"/> signals
/// are kept, the oldest give way.
/// </remarks>
internal sealed class FrequencyWindow : ElementTally
{
    private readonly List<(long Time, int Place)> _said = [];
    private ValueTable _values = new();
    private int _start;
    private long _dropped = -1;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Frequencies;

    /// <inheritdoc />
    internal override int EstimatedBytes => 104 + (_said.Capacity * 16) + _values.EstimatedBytes;

    /// <inheritdoc />
    protected override void AddElement(SignalTrait trait, ulong key, long time, in AttributeValue value, long asOf)
    {
        DropUntil(FirstAfter(asOf - trait.Window));
        if (time <= asOf - trait.Window)
        {
            return;
        }

        _said.Insert(FirstAfter(time), (time, _values.Take(key, time, value)));
        while (_said.Count - _start > trait.Keep || _values.Characters > ValueTable.MostCharacters)
        {
            _dropped = Math.Max(_dropped, _said[_start].Time);
            DropUntil(_start + 1);
        }
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        var first = FirstAfter(now - trait.Window);
        var accuracy = _dropped > now - trait.Window ? TraitAccuracy.Truncated : TraitAccuracy.Exact;
        if (first == _said.Count)
        {
            return new ComputedValue(default, accuracy, long.MaxValue);
        }

        var times = ArrayPool<int>.Shared.Rent(_values.Places);
        Array.Clear(times, 0, _values.Places);
        var (told, until) = LeaderFrom(first, times, trait);
        ArrayPool<int>.Shared.Return(times);
        return new ComputedValue(_values[told].Value, accuracy, until);
    }

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new FrequencyWindow { _values = _values.Clone(), _start = _start, _dropped = _dropped };
        clone._said.AddRange(_said);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Signed(_dropped);
        var numbers = new Dictionary<int, int>();
        writer.Unsigned((ulong)(_said.Count - _start));
        long last = 0;
        for (var index = _start; index < _said.Count; index++)
        {
            var (time, place) = _said[index];
            writer.Unsigned((ulong)(time - last));
            last = time;
            var isNew = numbers.TryAdd(place, numbers.Count);
            writer.Unsigned((ulong)numbers[place]);
            if (isNew)
            {
                AttributeCodec.Write(_values[place].Value, writer);
            }
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _dropped = reader.Signed();
        var told = new List<AttributeValue>();
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            last += (long)reader.Unsigned();
            var number = reader.Unsigned();
            if (number == (ulong)told.Count)
            {
                told.Add(AttributeCodec.Read(ref reader));
            }

            if (number >= (ulong)told.Count || Tallies.DistinctTally.KeyOf(told[(int)number]) is not { } key)
            {
                throw new FormatException($"a window of values lacks its value {number}");
            }

            _said.Add((last, _values.Take(key, last, told[(int)number])));
        }
    }

    /// <summary>The value that leads from an index on, and until when it does.</summary>
    private (int Leader, long Until) LeaderFrom(int first, int[] times, SignalTrait trait)
    {
        var isMost = trait.Computation == TraitComputation.MostFrequent;
        var (leader, told, until) = (-1, -1, long.MaxValue);
        for (var index = _said.Count - 1; index >= first; index--)
        {
            var (time, place) = _said[index];
            times[place]++;
            leader = isMost ? More(leader, place, times) : Fewer(leader, place, times);

            // Signals of one instant leave together.
            if ((index == first || _said[index - 1].Time != time) && leader != told)
            {
                (told, until) = (leader, time + trait.Window);
            }
        }

        return (told, until);
    }

    private int More(int leader, int place, int[] times) =>
        leader < 0 || times[place] > times[leader] || (times[place] == times[leader] && _values.Leads(place, leader)) ? place : leader;

    private int Fewer(int leader, int place, int[] times)
    {
        if (place != leader)
        {
            return leader < 0 || times[place] < times[leader] || (times[place] == times[leader] && _values.Leads(place, leader)) ? place : leader;
        }

        for (var other = 0; other < _values.Places; other++)
        {
            if (times[other] > 0 && (times[other] < times[leader] || (times[other] == times[leader] && _values.Leads(other, leader))))
            {
                leader = other;
            }
        }

        return leader;
    }

    /// <summary>The index of the first that is later than a bound.</summary>
    private int FirstAfter(long bound)
    {
        int low = _start, high = _said.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _said[middle].Time > bound ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private void DropUntil(int index)
    {
        for (; _start < index; _start++)
        {
            _values.Release(_said[_start].Place);
        }

        // What has left is moved out of the way seldom, so that a signal costs the same however many there are.
        if (_start > 8 && _start * 2 > _said.Count)
        {
            _said.RemoveRange(0, _start);
            _start = 0;
        }
    }
}
