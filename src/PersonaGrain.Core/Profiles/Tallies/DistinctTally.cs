using System.Globalization;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Tallies;

/// <summary>Which occurrences a measure has counted that counts once for each value of an attribute: for each value the earliest.</summary>
/// <remarks>
/// The newest <see cref="Capacity"/> values are remembered, 24 bytes each, as fingerprints with the time and amount that count; one that recurs after it
/// was forgotten counts again. What can give way to nothing earlier is kept as a tally of its own. So the whole can be made
/// anew from what is kept when an earlier occurrence comes late; every other occurrence costs a scan of the fingerprints.
/// </remarks>
internal sealed class DistinctTally
{
    /// <summary>How many values are remembered.</summary>
    internal const int Capacity = 1_000;

    // In order of time.
    private ulong[] _keys = [];
    private long[] _times = [];
    private long[] _amounts = [];
    private MeasureTally _others;

    /// <summary>How many values are remembered.</summary>
    internal int Count { get; private set; }

    /// <summary>Occurrences without a value, and those of values that were forgotten.</summary>
    internal MeasureTally Others
    {
        get => _others;
        init => _others = value;
    }

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 184 + (_keys.Length * 24) + _others.EstimatedBytes;

    /// <summary>The fingerprint of a value: of its text, so that 17 and "17" are one; null where there is none.</summary>
    internal static ulong? KeyOf(in AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.None:
                return null;
            case AttributeKind.Text:
                return value.Text.Length == 0 ? null : MessageFingerprint.Of(value.Text);
            case AttributeKind.Number:
                Span<char> text = stackalloc char[32];
                value.Number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
                return MessageFingerprint.Of(text[..length]);
            default:
                return MessageFingerprint.Of(value.ToString());
        }
    }

    /// <summary>Takes an occurrence in.</summary>
    /// <param name="tally">What the measure counts.</param>
    /// <param name="slot">The measure.</param>
    /// <param name="key">The value's fingerprint; null for none.</param>
    /// <param name="time">When it occurred.</param>
    /// <param name="amount">Its amount in millionths.</param>
    /// <param name="asOf">Window entries that have left their window by then are forgotten.</param>
    /// <param name="replaced">When the one occurred whose place it takes; 0 where it takes none.</param>
    internal DistinctOutcome Add(ref MeasureTally tally, MeasureSlot slot, ulong? key, long time, long amount, long asOf, out long replaced)
    {
        replaced = 0;
        if (key is not { } value)
        {
            _others.Add(slot, time, amount, asOf);
            tally.Add(slot, time, amount, asOf);
            return DistinctOutcome.Counted;
        }

        var index = Find(value);
        if (index < 0)
        {
            Insert(value, time, amount);
            tally.Add(slot, time, amount, asOf);
            ForgetOldest(slot, asOf);
            return DistinctOutcome.Counted;
        }

        if (time > _times[index] || (time == _times[index] && !GivesWay(_amounts[index], amount)))
        {
            return DistinctOutcome.Repeated;
        }

        var outcome = time == _times[index] ? DistinctOutcome.Revalued : DistinctOutcome.Replaced;
        replaced = outcome == DistinctOutcome.Replaced ? _times[index] : 0;
        RemoveAt(index);
        Insert(value, time, amount);
        tally = Whole(slot, asOf);
        return outcome;
    }

    /// <summary>Whether an occurrence is the one of its value that counts; so are those whose value is not remembered.</summary>
    internal bool Counts(ulong? key, long time) => key is not { } value || Find(value) is var index && (index < 0 || _times[index] == time);

    /// <summary>Whether something that counts occurred at an instant.</summary>
    internal bool HasAt(long time) => _times.AsSpan(0, Count).BinarySearch(time) >= 0;

    /// <summary>A remembered value, in order of time.</summary>
    internal (ulong Key, long Time, long Amount) At(int index) => (_keys[index], _times[index], _amounts[index]);

    /// <summary>Takes a value over as it was stored.</summary>
    internal void Restore(ulong key, long time, long amount) => Insert(key, time, amount);

    /// <summary>Of one instant the greatest amount counts; 0, or none, gives way to any other.</summary>
    private static bool GivesWay(long held, long amount) => held == 0 ? amount != 0 : amount > held && amount != 0;

    private MeasureTally Whole(MeasureSlot slot, long asOf)
    {
        var whole = _others.Clone();
        for (var index = 0; index < Count; index++)
        {
            whole.Add(slot, _times[index], _amounts[index], asOf);
        }

        return whole;
    }

    private int Find(ulong key) => _keys.AsSpan(0, Count).IndexOf(key);

    private void Insert(ulong key, long time, long amount)
    {
        if (Count == _keys.Length)
        {
            var size = Math.Max(4, Math.Min(Capacity + 1, Count * 2));
            Array.Resize(ref _keys, size);
            Array.Resize(ref _times, size);
            Array.Resize(ref _amounts, size);
        }

        var index = Count;
        while (index > 0 && _times[index - 1] > time)
        {
            index--;
        }

        Move(index, index + 1);
        Count++;
        (_keys[index], _times[index], _amounts[index]) = (key, time, amount);
    }

    private void RemoveAt(int index)
    {
        Move(index + 1, index);
        Count--;
    }

    private void ForgetOldest(MeasureSlot slot, long asOf)
    {
        if (Count > Capacity)
        {
            _others.Add(slot, _times[0], _amounts[0], asOf);
            RemoveAt(0);
        }
    }

    private void Move(int from, int to)
    {
        Array.Copy(_keys, from, _keys, to, Count - from);
        Array.Copy(_times, from, _times, to, Count - from);
        Array.Copy(_amounts, from, _amounts, to, Count - from);
    }
}
