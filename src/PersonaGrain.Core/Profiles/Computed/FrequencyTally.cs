using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>How often each value was said, of all time.</summary>
/// <remarks>
/// At most <see cref="SignalTrait.Keep"/> values are kept, 80 bytes each and their texts; of more the least frequent quarter gives way, of equally frequent
/// ones the oldest. The most frequent one is exact as long as its number proves it: what was forgotten, or counted only in part, was said at most
/// <see cref="_lost"/> times more than is known (as Misra and Gries bound it). An evaluation looks at each value.
/// </remarks>
internal sealed class FrequencyTally : ElementTally
{
    private ValueTable _values = new();
    private long _lost;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Frequency;

    /// <inheritdoc />
    internal override int EstimatedBytes => 40 + _values.EstimatedBytes;

    /// <inheritdoc />
    protected override void AddElement(SignalTrait trait, ulong key, long time, in AttributeValue value, long asOf)
    {
        _values.Take(key, time, value);
        if (_values.Count > trait.Keep || _values.Characters > ValueTable.MostCharacters)
        {
            MakeRoom(trait.Keep - (trait.Keep / 4));
        }
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        var isMost = trait.Computation == TraitComputation.MostFrequent;
        var leader = -1;
        long second = 0;
        for (var place = 0; place < _values.Places; place++)
        {
            if (_values[place].Times == 0)
            {
                continue;
            }

            var order = leader < 0 ? 1 : (isMost ? 1 : -1) * _values[place].Times.CompareTo(_values[leader].Times);
            if (order > 0 || (order == 0 && _values.Leads(place, leader)))
            {
                second = Math.Max(second, leader < 0 ? 0 : _values[leader].Times);
                leader = place;
            }
            else
            {
                second = Math.Max(second, _values[place].Times);
            }
        }

        if (leader < 0)
        {
            return ComputedValue.Always(default);
        }

        var isExact = _lost == 0 || (isMost && _values[leader].Times > second + _lost);
        return new ComputedValue(_values[leader].Value, isExact ? TraitAccuracy.Exact : TraitAccuracy.Truncated, long.MaxValue);
    }

    /// <inheritdoc />
    internal override TraitTally Clone() => new FrequencyTally { _values = _values.Clone(), _lost = _lost };

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Unsigned((ulong)_lost);
        _values.Write(writer);
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _lost = (long)reader.Unsigned();
        _values.Read(ref reader);
    }

    private void MakeRoom(int kept)
    {
        int[] places = [.. Enumerable.Range(0, _values.Places).Where(place => _values[place].Times > 0)];
        Array.Sort(places, (place, other) =>
            _values[place].Times != _values[other].Times ? _values[place].Times.CompareTo(_values[other].Times) : _values.Leads(other, place) ? -1 : 1);
        long most = 0;
        foreach (var place in places)
        {
            if (_values.Count <= kept && _values.Characters <= ValueTable.MostCharacters * 3 / 4)
            {
                break;
            }

            most = _values[place].Times;
            _values.Drop(place);
        }

        _lost += most;
    }
}
