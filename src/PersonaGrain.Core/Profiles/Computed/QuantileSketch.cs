using PersonaGrain.Binary;
using PersonaGrain.Conditions;

namespace PersonaGrain.Profiles.Computed;

/// <summary>How many amounts lie in each of many ranges that grow by 2 %: any percentile is told with an error of at most 1 % of the values around it.</summary>
/// <remarks>
/// After Masson, Rim and Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees" (2019), for amounts of either sign. The order
/// in which amounts come does not matter. 16 bytes for each range in which an amount lies: at most 4,200 of them, since amounts are from 1e-6 to 1e12. An amount
/// costs a logarithm and a binary search.
/// </remarks>
internal sealed class QuantileSketch
{
    /// <summary>The greatest error, as a part of the values.</summary>
    internal const double RelativeError = 0.01;

    private const double Growth = (1 + RelativeError) / (1 - RelativeError);

    // The range of the least amount, a millionth, is the first above that of 0.
    private const int Offset = 692;
    private const int MostRange = 2_100;
    private static readonly double LogOfGrowth = Math.Log(Growth);
    private readonly List<(int Range, long Count)> _ranges = [];
    private long _count;

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 88 + (_ranges.Capacity * 16);

    /// <summary>Takes an amount in millionths in.</summary>
    internal void Add(long amount) => Add(RangeOf(amount), 1);

    /// <summary>The percentile of a rank from 0 to 100, and the greatest error that it may have.</summary>
    internal (double Value, double Error) Percentile(double rank)
    {
        var (index, part) = PercentileTally.Place(_count, rank);
        var lower = ValueAt(index);
        var upper = part == 0 ? lower : ValueAt(index + 1);
        return (lower + ((upper - lower) * part), RelativeError * ((Math.Abs(lower) * (1 - part)) + (Math.Abs(upper) * part)));
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal QuantileSketch Clone()
    {
        var clone = new QuantileSketch { _count = _count };
        clone._ranges.AddRange(_ranges);
        return clone;
    }

    /// <summary>Writes all.</summary>
    internal void Write(in ByteWriter writer)
    {
        writer.Unsigned((ulong)_ranges.Count);
        foreach (var (range, count) in _ranges)
        {
            writer.Signed(range);
            writer.Unsigned((ulong)count);
        }
    }

    /// <summary>Reads what was written.</summary>
    internal void Read(ref ByteReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (range, count) = (reader.Signed(), (long)reader.Unsigned());
            Add(Math.Abs(range) <= MostRange && count > 0 ? (int)range : throw new FormatException($"a range {range} of a sketch with {count} amounts"), count);
        }

        if (_count == 0)
        {
            throw new FormatException("a sketch of no amounts");
        }
    }

    private static int RangeOf(long amount)
    {
        if (amount == 0)
        {
            return 0;
        }

        var range = (int)Math.Ceiling(Math.Log(Math.Abs(Amount.ToNumber(amount))) / LogOfGrowth) + Offset;
        return amount > 0 ? range : -range;
    }

    private void Add(int range, long times)
    {
        int low = 0, high = _ranges.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _ranges[middle].Range >= range ? (low, middle) : (middle + 1, high);
        }

        if (low < _ranges.Count && _ranges[low].Range == range)
        {
            _ranges[low] = (range, _ranges[low].Count + times);
        }
        else
        {
            _ranges.Insert(low, (range, times));
        }

        _count += times;
    }

    /// <summary>The value that stands at a place in the order, within the error.</summary>
    private double ValueAt(long place)
    {
        var index = 0;
        for (var before = _ranges[0].Count; before <= place; before += _ranges[index].Count)
        {
            index++;
        }

        var range = _ranges[index].Range;
        return range == 0 ? 0 : Math.Sign(range) * 2 * Math.Pow(Growth, Math.Abs(range) - Offset) / (Growth + 1);
    }
}
