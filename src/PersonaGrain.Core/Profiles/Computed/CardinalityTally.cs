using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>How many different values there were, of all time: counted up to a number of them, beyond it estimated.</summary>
/// <remarks>8 bytes for each of at most <see cref="SignalTrait.Keep"/> values, of more 4.3 KiB. A signal costs a scan of the fingerprints, or a few ns.</remarks>
internal sealed class CardinalityTally : ElementTally
{
    private ulong[] _keys = [];
    private int _count;
    private CardinalitySketch? _sketch;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Cardinality;

    /// <inheritdoc />
    internal override int EstimatedBytes => 64 + (_keys.Length * 8) + (_sketch is null ? 0 : CardinalitySketch.EstimatedBytes);

    /// <inheritdoc />
    protected override void AddElement(SignalTrait trait, ulong key, long time, in AttributeValue value, long asOf)
    {
        if (_sketch is not null)
        {
            _sketch.Add(key);
        }
        else if (!_keys.AsSpan(0, _count).Contains(key))
        {
            AddNew(key, trait.Keep);
        }
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        if (_sketch is null)
        {
            return ComputedValue.Always(AttributeValue.Of((long)_count));
        }

        // There were more than are counted.
        var estimate = Math.Max(trait.Keep + 1L, (long)Math.Round(_sketch.Estimate()));
        return new ComputedValue(AttributeValue.Of(estimate), TraitAccuracy.Approximate, long.MaxValue) { Error = estimate * CardinalitySketch.RelativeError };
    }

    /// <inheritdoc />
    internal override TraitTally Clone() => new CardinalityTally { _keys = (ulong[])_keys.Clone(), _count = _count, _sketch = _sketch?.Clone() };

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Byte((byte)(_sketch is null ? 0 : 1));
        if (_sketch is not null)
        {
            _sketch.Write(writer);
            return;
        }

        writer.Unsigned((ulong)_count);
        foreach (var key in _keys.AsSpan(0, _count))
        {
            writer.Fixed(key);
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        if (reader.Byte() != 0)
        {
            _sketch = new CardinalitySketch();
            _sketch.Read(ref reader);
            return;
        }

        _keys = new ulong[reader.Count()];
        for (_count = 0; _count < _keys.Length; _count++)
        {
            _keys[_count] = reader.Fixed();
        }
    }

    private void AddNew(ulong key, int keep)
    {
        if (_count == keep)
        {
            _sketch = new CardinalitySketch();
            Array.ForEach(_keys[.._count], _sketch.Add);
            _sketch.Add(key);
            (_keys, _count) = ([], 0);
            return;
        }

        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(4, Math.Min(keep, _count * 2)));
        }

        _keys[_count++] = key;
    }
}
