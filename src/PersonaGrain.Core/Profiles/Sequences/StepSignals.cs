using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Profiles.Sequences;

/// <summary>What signals of one instant and one value are to a sequence.</summary>
/// <param name="Time">When.</param>
/// <param name="Value">The fingerprint of what is equal in all steps, 0 for every value; where nothing need be equal, of what a measure counts once each.</param>
/// <param name="Begun">Where a sequence is completed here: when the latest begins that is; else −1.</param>
/// <param name="Steps">The bits of the steps that they are.</param>
internal readonly record struct StepSignal(long Time, ulong Value, long Begun, int Steps)
{
    /// <summary>Whether a sequence is completed here.</summary>
    internal bool IsCompletion => Begun >= 0;

    /// <summary>Whether it is of the sequences of a value.</summary>
    internal bool IsOf(SequenceShape shape, ulong value) => !shape.HasValues || Value == value || Value == 0;
}

/// <summary>The signals of a sequence's steps in order of time, those of one time in order of their values.</summary>
/// <remarks>32 bytes each. A newest one costs O(1) amortised, a late one moves the later ones. Grows by doubling, and no more once it has room for a quarter more than are kept.</remarks>
internal sealed class StepSignals
{
    private StepSignal[] _signals = [];
    private int _start;
    private int _end;

    /// <summary>How many there are.</summary>
    internal int Count => _end - _start;

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 64 + (_signals.Length * 32);

    /// <summary>The signals.</summary>
    internal ReadOnlySpan<StepSignal> All => _signals.AsSpan(_start, Count);

    /// <summary>One of them, oldest first.</summary>
    internal ref StepSignal this[int index] => ref _signals[_start + index];

    /// <summary>How many are not later than a bound.</summary>
    internal int FirstAfter(long bound)
    {
        int low = _start, high = _end;
        if (high > low && _signals[high - 1].Time <= bound)
        {
            return high - low;
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _signals[middle].Time > bound ? (low, middle) : (middle + 1, high);
        }

        return low - _start;
    }

    /// <summary>Where the signals of a time and value stand, or would.</summary>
    internal int Find(long time, ulong value)
    {
        var index = FirstAfter(time);
        while (index > 0 && this[index - 1] is var before && before.Time == time && before.Value >= value)
        {
            index--;
        }

        return index;
    }

    /// <summary>Whether the signals of a time and value stand at a place.</summary>
    internal bool IsAt(int index, long time, ulong value) => index < Count && this[index].Time == time && this[index].Value == value;

    /// <summary>Takes a signal in, and tells where it stands.</summary>
    internal int Put(long time, ulong value, int step, int keep)
    {
        var index = Find(time, value);
        if (IsAt(index, time, value))
        {
            this[index] = this[index] with { Steps = this[index].Steps | step };
            return index;
        }

        if (_end == _signals.Length)
        {
            MakeRoom(keep + (keep / 4) + 2);
        }

        var place = _start + index;
        Array.Copy(_signals, place, _signals, place + 1, _end - place);
        _signals[place] = new StepSignal(time, value, -1, step);
        _end++;
        return index;
    }

    /// <summary>Takes one out.</summary>
    internal void RemoveAt(int index)
    {
        var place = _start + index;
        Array.Copy(_signals, place + 1, _signals, place, _end - place - 1);
        _end--;
    }

    /// <summary>Forgets the oldest.</summary>
    internal void DropFirst(int count) => _start += count;

    /// <summary>A copy that lives on by itself.</summary>
    internal StepSignals Clone() => new() { _signals = All.ToArray(), _end = Count };

    /// <summary>Writes all.</summary>
    internal void Write(in ByteWriter writer, bool hasValues)
    {
        writer.Unsigned((ulong)Count);
        long last = 0;
        foreach (ref readonly var signal in All)
        {
            writer.Unsigned((ulong)(signal.Time - last));
            writer.Unsigned((ulong)signal.Steps);
            writer.Unsigned((ulong)(signal.IsCompletion ? signal.Time - signal.Begun : 0));
            last = signal.Time;
            if (hasValues)
            {
                writer.Fixed(signal.Value);
            }
        }
    }

    /// <summary>Reads what was written.</summary>
    internal static StepSignals Read(ref ByteReader reader, bool hasValues)
    {
        var signals = new StepSignal[reader.Count()];
        long time = 0;
        foreach (ref var signal in signals.AsSpan())
        {
            time += (long)reader.Unsigned();
            var steps = (int)reader.Unsigned();
            var lasted = (long)reader.Unsigned();
            signal = new StepSignal(time, hasValues ? reader.Fixed() : 0, lasted == 0 ? -1 : time - lasted, steps);
        }

        return new StepSignals { _signals = signals, _end = signals.Length };
    }

    private void MakeRoom(int most)
    {
        var count = Count;
        var room = _signals.Length < most && count > _signals.Length / 2 ? new StepSignal[Math.Min(most, Math.Max(4, _signals.Length * 2))]
            : _signals.Length == 0 ? new StepSignal[4]
            : _signals;
        Array.Copy(_signals, _start, room, 0, count);
        (_signals, _start, _end) = (room, 0, count);
    }
}
