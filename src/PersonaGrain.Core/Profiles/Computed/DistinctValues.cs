using PersonaGrain.Binary;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>What a trait is computed of whose measure counts once for each value of an attribute: for each value the earliest signal.</summary>
/// <remarks>
/// As <see cref="DistinctTally"/> does, the newest 1,000 values are remembered, 40 bytes each, with the time and the value of the signal that counts;
/// what can give way to nothing earlier is a tally of its own. So the whole can be made anew when an earlier signal comes late.
/// </remarks>
internal sealed class DistinctValues(TraitTally whole, TraitTally others) : TraitTally
{
    private readonly List<Entry> _entries = [];
    private TraitTally _whole = whole;

    /// <summary>What is computed of the signals that count.</summary>
    internal TraitTally Whole => _whole;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Distinct;

    /// <inheritdoc />
    internal override int EstimatedBytes => 96 + (_entries.Capacity * 40) + _whole.EstimatedBytes + others.EstimatedBytes;

    /// <summary>Takes a signal in; false where its value was counted already.</summary>
    /// <param name="trait">What it is kept for.</param>
    /// <param name="key">The fingerprint of the value that counts once; null for none.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="value">What it says.</param>
    /// <param name="asOf">What has left the window by then is forgotten.</param>
    internal bool Take(SignalTrait trait, ulong? key, long time, in AttributeValue value, long asOf)
    {
        var added = new Entry(key ?? 0, time, value);
        if (key is null)
        {
            Add(trait, others, added, asOf);
            Add(trait, _whole, added, asOf);
            return true;
        }

        var index = _entries.FindIndex(entry => entry.Key == key);
        if (index >= 0 && !_entries[index].GivesWayTo(added))
        {
            return false;
        }

        if (index >= 0)
        {
            _entries.RemoveAt(index);
            Insert(added);
            MakeAnew(trait, asOf);
            return true;
        }

        Insert(added);
        Add(trait, _whole, added, asOf);
        if (_entries.Count > DistinctTally.Capacity)
        {
            Add(trait, others, _entries[0], asOf);
            _entries.RemoveAt(0);
        }

        return true;
    }

    /// <summary>Whether a signal is the one of its value that counts; so are those whose value is not remembered.</summary>
    internal bool Counts(ulong? key, long time) => key is null || _entries.FindIndex(entry => entry.Key == key) is var index && (index < 0 || _entries[index].Time == time);

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf) => Take(trait, null, time, value, asOf);

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => _whole.Evaluate(trait, now);

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new DistinctValues(_whole.Clone(), others.Clone());
        clone._entries.AddRange(_entries);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        ComputedCodec.WriteTally(_whole, writer);
        ComputedCodec.WriteTally(others, writer);
        writer.Unsigned((ulong)_entries.Count);
        long last = 0;
        foreach (var entry in _entries)
        {
            writer.Fixed(entry.Key);
            writer.Unsigned((ulong)(entry.Time - last));
            AttributeCodec.Write(entry.Value, writer);
            last = entry.Time;
        }
    }

    /// <summary>Reads what was written.</summary>
    internal static DistinctValues ReadNew(ref ByteReader reader)
    {
        var (whole, others) = (ReadPart(ref reader), ReadPart(ref reader));
        var read = new DistinctValues(whole, others);
        read.Read(ref reader);
        return read;
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = reader.Fixed();
            last += (long)reader.Unsigned();
            _entries.Add(new Entry(key, last, AttributeCodec.Read(ref reader)));
        }
    }

    private static TraitTally ReadPart(ref ByteReader reader) =>
        ComputedCodec.ReadTally(ref reader) is { } part and not DistinctValues ? part : throw new FormatException("a tally of distinct values lacks a part");

    private static void Add(SignalTrait trait, TraitTally tally, in Entry entry, long asOf)
    {
        if (trait.Takes(entry.Value))
        {
            tally.Add(trait, entry.Time, entry.Value, asOf);
        }
    }

    private void MakeAnew(SignalTrait trait, long asOf)
    {
        _whole = others.Clone();
        foreach (var entry in _entries)
        {
            Add(trait, _whole, entry, asOf);
        }
    }

    private void Insert(in Entry added)
    {
        var index = _entries.Count;
        while (index > 0 && _entries[index - 1].Time > added.Time)
        {
            index--;
        }

        _entries.Insert(index, added);
    }

    /// <summary>The signal of a value that counts.</summary>
    private readonly record struct Entry(ulong Key, long Time, AttributeValue Value)
    {
        /// <summary>The earlier one counts; of one instant that of the greatest number (0, or none, gives way to any other), or whose text sorts last.</summary>
        internal bool GivesWayTo(in Entry other) => other.Time != Time ? other.Time < Time
            : !IsNothing(other.Value) && (IsNothing(Value) || (Value.IsNumber && other.Value.IsNumber
                ? AttributeValue.CompareNumbers(other.Value, Value) > 0
                : string.CompareOrdinal(other.Value.ToString(), Value.ToString()) > 0));

        private static bool IsNothing(in AttributeValue value) => value.Kind == AttributeKind.None || (value.IsNumber && value.Number == 0);
    }
}
