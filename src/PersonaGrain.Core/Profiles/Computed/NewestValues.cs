using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The newest different values, that of the newest signal first (of one instant the one whose text sorts first).</summary>
/// <remarks>
/// 40 bytes for each of at most <see cref="SignalTrait.Keep"/> values and its text: those that were said later than any other, so that none that gave way can
/// come back unless it is said again. A signal costs a scan of the list; a list is made once for as long as it stays the same.
/// </remarks>
internal sealed class NewestValues : ElementTally
{
    private readonly List<Entry> _entries = [];
    private AttributeValue[]? _told;
    private int _characters;
    private long _dropped = -1;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Newest;

    /// <inheritdoc />
    internal override int EstimatedBytes => 112 + (_entries.Capacity * 40) + (_entries.Count * 24) + (_characters * 2) + (24 * (_told?.Length ?? 0));

    /// <inheritdoc />
    protected override void AddElement(SignalTrait trait, ulong key, long time, in AttributeValue value, long asOf)
    {
        if (trait.Window > 0 && time <= asOf - trait.Window)
        {
            return;
        }

        var added = new Entry(key, time, value);
        var index = IndexOf(key);
        if (index >= 0)
        {
            if (!added.IsNewerThan(_entries[index]))
            {
                return;
            }

            RemoveAt(index);
        }

        Insert(added);
        while (_entries.Count > trait.Keep)
        {
            RemoveAt(_entries.Count - 1);
        }

        while (_characters > ValueTable.MostCharacters)
        {
            _dropped = Math.Max(_dropped, _entries[^1].Time);
            RemoveAt(_entries.Count - 1);
        }
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now)
    {
        var bound = trait.Window > 0 ? now - trait.Window : -1;
        var count = _entries.Count;
        while (count > 0 && _entries[count - 1].Time <= bound)
        {
            count--;
        }

        var accuracy = count < trait.Keep && _dropped > bound ? TraitAccuracy.Truncated : TraitAccuracy.Exact;
        return count == 0
            ? new ComputedValue(default, accuracy, long.MaxValue)
            : new ComputedValue(AttributeValue.Of(Newest(count)), accuracy, trait.Window > 0 ? _entries[count - 1].Time + trait.Window : long.MaxValue);
    }

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new NewestValues { _characters = _characters, _dropped = _dropped };
        clone._entries.AddRange(_entries);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Signed(_dropped);
        writer.Unsigned((ulong)_entries.Count);
        foreach (var entry in _entries)
        {
            writer.Unsigned((ulong)entry.Time);
            AttributeCodec.Write(entry.Value, writer);
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _dropped = reader.Signed();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (time, value) = ((long)reader.Unsigned(), AttributeCodec.Read(ref reader));
            Insert(new Entry(Tallies.DistinctTally.KeyOf(value) ?? throw new FormatException("a list of values holds none"), time, value));
        }
    }

    private AttributeValue[] Newest(int count)
    {
        if (_told?.Length == count)
        {
            return _told;
        }

        var told = new AttributeValue[count];
        for (var index = 0; index < count; index++)
        {
            told[index] = _entries[index].Value;
        }

        return _told = told;
    }

    private void Insert(in Entry added)
    {
        var index = 0;
        while (index < _entries.Count && !added.Precedes(_entries[index]))
        {
            index++;
        }

        _entries.Insert(index, added);
        _characters += added.Value.Text.Length;
        _told = null;
    }

    private int IndexOf(ulong key)
    {
        var index = _entries.Count - 1;
        while (index >= 0 && _entries[index].Key != key)
        {
            index--;
        }

        return index;
    }

    private void RemoveAt(int index)
    {
        _characters -= _entries[index].Value.Text.Length;
        _entries.RemoveAt(index);
        _told = null;
    }

    /// <summary>A value as it was said last, and when.</summary>
    private readonly record struct Entry(ulong Key, long Time, AttributeValue Value)
    {
        internal bool Precedes(in Entry other) =>
            Time != other.Time ? Time > other.Time : string.CompareOrdinal(Value.ToString(), other.Value.ToString()) < 0;

        /// <summary>Of one value: said later, or at one instant in the form of the first kind.</summary>
        internal bool IsNewerThan(in Entry other) => Time > other.Time || (Time == other.Time && Value.Kind < other.Value.Kind);
    }
}
