using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Different values, each with how often it was said and when last.</summary>
/// <remarks>72 bytes for each and its text. A value is found by a scan of the fingerprints: about 10 ns for 100 of them, 60 ns for 1,000.</remarks>
internal sealed class ValueTable
{
    /// <summary>How many characters of text are kept in all.</summary>
    internal const int MostCharacters = 65_536;

    private ulong[] _keys = [];
    private Entry[] _entries = [];

    /// <summary>How many places there are, empty ones included.</summary>
    internal int Places { get; private set; }

    /// <summary>How many values there are.</summary>
    internal int Count { get; private set; }

    /// <summary>How many characters their texts have.</summary>
    internal int Characters { get; private set; }

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 96 + (_keys.Length * 48) + (Count * 24) + (Characters * 2);

    /// <summary>What stands at a place; said 0 times where it is empty.</summary>
    internal ref readonly Entry this[int place] => ref _entries[place];

    /// <summary>Counts a value once more and gives its place. Of what is said in several forms the newest stands, of one instant the first kind.</summary>
    internal int Take(ulong key, long time, in AttributeValue value, long times = 1)
    {
        var place = Find(key);
        if (place < 0)
        {
            place = Place(key);
            _entries[place] = new Entry(value, time, times);
            Characters += value.Text.Length;
            Count++;
            return place;
        }

        ref var entry = ref _entries[place];
        if (time > entry.Last || (time == entry.Last && value.Kind < entry.Value.Kind))
        {
            Characters += value.Text.Length - entry.Value.Text.Length;
            entry = new Entry(value, time, entry.Times);
        }

        entry = entry with { Times = entry.Times + times };
        return place;
    }

    /// <summary>Counts what stands at a place once less; one that is said no more makes room.</summary>
    internal void Release(int place)
    {
        ref var entry = ref _entries[place];
        if (entry.Times == 1)
        {
            Drop(place);
            return;
        }

        entry = entry with { Times = entry.Times - 1 };
    }

    /// <summary>Makes room at a place.</summary>
    internal void Drop(int place)
    {
        Characters -= _entries[place].Value.Text.Length;
        (_keys[place], _entries[place]) = (0, default);
        Count--;
    }

    /// <summary>Whether of two values said equally often the first is the one that is told: that of the newest signal, of one instant the one whose text sorts first.</summary>
    internal bool Leads(int place, int other)
    {
        ref readonly var entry = ref _entries[place];
        ref readonly var rival = ref _entries[other];
        return entry.Last != rival.Last ? entry.Last > rival.Last : string.CompareOrdinal(entry.Value.ToString(), rival.Value.ToString()) < 0;
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal ValueTable Clone()
    {
        var clone = (ValueTable)MemberwiseClone();
        clone._keys = (ulong[])_keys.Clone();
        clone._entries = (Entry[])_entries.Clone();
        return clone;
    }

    /// <summary>Writes every value with its key, its last time and its number, in the order of the keys.</summary>
    internal void Write(in ByteWriter writer)
    {
        int[] places = [.. Enumerable.Range(0, Places).Where(place => _entries[place].Times > 0).OrderBy(place => _keys[place])];
        writer.Unsigned((ulong)places.Length);
        foreach (var place in places)
        {
            writer.Fixed(_keys[place]);
            writer.Unsigned((ulong)_entries[place].Last);
            writer.Unsigned((ulong)_entries[place].Times);
            AttributeCodec.Write(_entries[place].Value, writer);
        }
    }

    /// <summary>Reads what was written.</summary>
    internal void Read(ref ByteReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (key, last, times) = (reader.Fixed(), (long)reader.Unsigned(), (long)reader.Unsigned());
            Take(key, last, AttributeCodec.Read(ref reader), times);
        }
    }

    /// <summary>The place of a value; below 0 where it is not there.</summary>
    internal int Find(ulong key) => key == 0 ? -1 : _keys.AsSpan(0, Places).IndexOf(key);

    private int Place(ulong key)
    {
        var place = Count < Places ? _keys.AsSpan(0, Places).IndexOf(0UL) : Places;
        if (place == _keys.Length)
        {
            var size = Math.Max(4, place * 2);
            Array.Resize(ref _keys, size);
            Array.Resize(ref _entries, size);
        }

        Places = Math.Max(Places, place + 1);
        _keys[place] = key;
        return place;
    }

    /// <summary>One value.</summary>
    /// <param name="Value">As it was said last.</param>
    /// <param name="Last">When.</param>
    /// <param name="Times">How often.</param>
    internal readonly record struct Entry(AttributeValue Value, long Last, long Times);
}
