using PersonaGrain.Binary;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>A percentile of all values: exact of as many as are kept, beyond them of a sketch.</summary>
/// <remarks>8 bytes for each of at most <see cref="SignalTrait.Keep"/> values; a value costs a binary search, and moves those that are greater.</remarks>
internal sealed class PercentileTally : TraitTally
{
    private readonly List<long> _sorted = [];
    private QuantileSketch? _sketch;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Percentile;

    /// <inheritdoc />
    internal override int EstimatedBytes => 88 + (_sorted.Capacity * 8) + (_sketch?.EstimatedBytes ?? 0);

    /// <summary>The percentile of amounts in order, of a rank from 0 to 100; none where there is none.</summary>
    internal static AttributeValue Of(ReadOnlySpan<long> sorted, double rank)
    {
        if (sorted.Length == 0)
        {
            return default;
        }

        var (index, part) = Place(sorted.Length, rank);
        var lower = Amount.ToNumber(sorted[index]);
        return AttributeValue.Of(part == 0 ? lower : lower + ((Amount.ToNumber(sorted[index + 1]) - lower) * part));
    }

    /// <summary>The value before the percentile, and how far that lies on the way to the next one.</summary>
    /// <remarks>The rank is in percent, and divided last: 58 % of 100 steps are 58, and 0.58 times 100 is less.</remarks>
    internal static (int Index, double Part) Place(long count, double rank)
    {
        var place = rank * (count - 1) / 100;
        var index = Math.Floor(place);
        return ((int)index, place - index);
    }

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        var amount = Amount.FromNumber(value.Number);
        if (_sketch is null && _sorted.Count == trait.Keep)
        {
            _sketch = new QuantileSketch();
            _sorted.ForEach(_sketch.Add);
            _sorted.Clear();
            _sorted.TrimExcess();
        }

        if (_sketch is not null)
        {
            _sketch.Add(amount);
            return;
        }

        var index = _sorted.BinarySearch(amount);
        _sorted.Insert(index < 0 ? ~index : index, amount);
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        if (_sketch is null)
        {
            return ComputedValue.Always(Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sorted), trait.Rank));
        }

        var (value, error) = _sketch.Percentile(trait.Rank);
        return new ComputedValue(AttributeValue.Of(value), TraitAccuracy.Approximate, long.MaxValue) { Error = error };
    }

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new PercentileTally { _sketch = _sketch?.Clone() };
        clone._sorted.AddRange(_sorted);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Byte((byte)(_sketch is null ? 0 : 1));
        if (_sketch is not null)
        {
            _sketch.Write(writer);
            return;
        }

        writer.Unsigned((ulong)_sorted.Count);
        foreach (var amount in _sorted)
        {
            writer.Signed(amount);
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        if (reader.Byte() != 0)
        {
            _sketch = new QuantileSketch();
            _sketch.Read(ref reader);
            return;
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            _sorted.Add(reader.Signed());
        }
    }
}
