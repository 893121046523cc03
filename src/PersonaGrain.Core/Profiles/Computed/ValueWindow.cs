using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The newest values within a rolling window in order of time (of one instant by amount), with running sums in millionths.</summary>
/// <remarks>
/// 8 bytes for each, 24 with amounts. A newest one costs O(1) amortised, a late one moves the later ones; a count, sum or mean is O(log n), a
/// variance or what is of sessions O(n), a percentile a sort. At most <see cref="SignalTrait.Keep"/> are kept, the oldest give way.
/// </remarks>
internal sealed class ValueWindow(bool hasAmounts) : TraitTally
{
    private long[] _times = [];
    private Int128[] _running = [];
    private int _start;
    private int _end;
    private Int128 _before;
    private long _dropped = -1;

    /// <inheritdoc />
    internal override TallyForm Form => hasAmounts ? TallyForm.Values : TallyForm.Times;

    /// <inheritdoc />
    internal override int EstimatedBytes => 136 + (_times.Length * 8) + (_running.Length * 16);

    private int Count => _end - _start;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        DropFirst(FirstAfter(asOf - trait.Window));
        if (time <= asOf - trait.Window)
        {
            return;
        }

        Insert(time, hasAmounts ? Amount.FromNumber(value.Number) : 0);
        if (Count > trait.Keep)
        {
            _dropped = Math.Max(_dropped, _times[_start]);
            DropFirst(1);
        }
    }

    /// <inheritdoc />
    internal override bool Remove(SignalTrait trait, long time, long asOf)
    {
        if (time <= asOf - trait.Window)
        {
            return true;
        }

        var place = _start + FirstAfter(time) - 1;
        if (_dropped > asOf - trait.Window || place < _start || _times[place] != time)
        {
            return false;
        }

        Array.Copy(_times, place + 1, _times, place, _end - place - 1);
        _end--;
        return true;
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        var first = FirstAfter(now - trait.Window);
        var value = trait.Computation switch
        {
            TraitComputation.Count => AttributeValue.Of((long)(Count - first)),
            TraitComputation.Variance => VarianceFrom(first),
            TraitComputation.Percentile => PercentileFrom(first, trait.Rank),
            TraitComputation.Sessions or TraitComputation.SessionLength or TraitComputation.SessionSignals =>
                SessionSums.Of(_times.AsSpan(_start + first, Count - first), trait.Gap).Tell(trait.Computation),
            _ => SumTally.Of(trait.Computation, Count - first, SumFrom(first)),
        };
        var accuracy = _dropped > now - trait.Window ? TraitAccuracy.Truncated : TraitAccuracy.Exact;
        return new ComputedValue(value, accuracy, first == Count ? long.MaxValue : _times[_start + first] + trait.Window);
    }

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = (ValueWindow)base.Clone();
        clone._times = (long[])_times.Clone();
        clone._running = (Int128[])_running.Clone();
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Signed(_dropped);
        writer.Unsigned((ulong)Count);
        long last = 0;
        for (var place = _start; place < _end; place++)
        {
            writer.Unsigned((ulong)(_times[place] - last));
            last = _times[place];
            if (hasAmounts)
            {
                writer.Signed(AmountAt(place));
            }
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _dropped = reader.Signed();
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            last += (long)reader.Unsigned();
            Insert(last, hasAmounts ? reader.Signed() : 0);
        }
    }

    private Int128 RunningBefore(int place) => place == _start ? _before : _running[place - 1];

    private long AmountAt(int place) => hasAmounts ? (long)(_running[place] - RunningBefore(place)) : 0;

    private Int128 SumFrom(int first) => first == Count ? 0 : _running[_end - 1] - RunningBefore(_start + first);

    private AttributeValue VarianceFrom(int first)
    {
        var moments = default(Moments);
        for (var place = _start + first; place < _end; place++)
        {
            moments.Add(AmountAt(place));
        }

        return moments.Variance;
    }

    private AttributeValue PercentileFrom(int first, double rank)
    {
        var amounts = ArrayPool<long>.Shared.Rent(Count - first);
        var sorted = amounts.AsSpan(0, Count - first);
        for (var index = 0; index < sorted.Length; index++)
        {
            sorted[index] = AmountAt(_start + first + index);
        }

        sorted.Sort();
        var value = PercentileTally.Of(sorted, rank);
        ArrayPool<long>.Shared.Return(amounts);
        return value;
    }

    /// <summary>How many are not later than a bound.</summary>
    private int FirstAfter(long bound)
    {
        int low = _start, high = _end;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _times[middle] > bound ? (low, middle) : (middle + 1, high);
        }

        return low - _start;
    }

    private void DropFirst(int count)
    {
        _start += count;
        if (hasAmounts && count > 0)
        {
            _before = _running[_start - 1];
        }
    }

    private void Insert(long time, long amount)
    {
        if (_end == _times.Length)
        {
            MakeRoom();
        }

        var place = _start + FirstAfter(time);
        while (place > _start && _times[place - 1] == time && AmountAt(place - 1) > amount)
        {
            place--;
        }

        Array.Copy(_times, place, _times, place + 1, _end - place);
        _times[place] = time;
        _end++;
        if (!hasAmounts)
        {
            return;
        }

        Array.Copy(_running, place, _running, place + 1, _end - 1 - place);
        _running[place] = RunningBefore(place);
        for (; place < _end; place++)
        {
            _running[place] += amount;
        }
    }

    private void MakeRoom()
    {
        var count = Count;
        var size = count > _times.Length / 2 || _times.Length == 0 ? Math.Max(4, _times.Length * 2) : _times.Length;
        var times = size == _times.Length ? _times : new long[size];
        var running = size == _running.Length || !hasAmounts ? _running : new Int128[size];
        Array.Copy(_times, _start, times, 0, count);
        if (hasAmounts)
        {
            Array.Copy(_running, _start, running, 0, count);
        }

        (_times, _running, _start, _end) = (times, running, 0, count);
    }
}
