using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Profiles.Sequences;

/// <summary>What a profile keeps for one sequence: the signals of its steps, and with each that completes one, when the latest such begins.</summary>
/// <remarks>
/// <para>
/// Of all sequences that end at one signal, that which begins latest takes the least time, has the least in between, and overlaps with the fewest before
/// it: so it alone decides. Signals of one instant are no steps of one sequence, and nothing depends on their order.
/// </para>
/// <para>
/// A newest signal costs O(1), one that is a last step a walk back to where the sequence begins, at most over the signals within
/// <see cref="SequenceShape.Within"/>. A late one costs one pass over those within that time before and after it. No allocation in the steady state.
/// 104 bytes, and 32 for each of at most <see cref="SequenceShape.Keep"/> signals that are younger than <see cref="SequenceShape.Memory"/>; older ones
/// decide nothing, and of more the oldest go.
/// </para>
/// </remarks>
internal sealed class SequenceTally
{
    [ThreadStatic]
    private static Dictionary<ulong, long>? _lastOfValues;

    private StepSignals _signals = new();
    private long _dropped = -1;

    /// <summary>When the newest sequence was completed; −1 where none was.</summary>
    internal long Completed { get; private set; } = -1;

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 40 + _signals.EstimatedBytes;

    /// <summary>The signals that are kept.</summary>
    internal ReadOnlySpan<StepSignal> Signals => _signals.All;

    /// <summary>Whether signals were dropped at an instant that may be of a sequence that is asked for.</summary>
    internal bool IsTruncated(SequenceShape shape, long now) => _dropped > now - shape.Memory;

    /// <summary>Takes a signal in.</summary>
    /// <param name="shape">The sequence.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="step">The bit of the step that it is.</param>
    /// <param name="value">The fingerprint of what is equal in all steps, 0 for every value; where nothing need be equal, of what a measure counts once each.</param>
    /// <param name="asOf">What is too old by then is forgotten.</param>
    internal void Add(SequenceShape shape, long time, int step, ulong value, long asOf)
    {
        var forgotten = asOf - shape.Memory;
        _signals.DropFirst(_signals.FirstAfter(forgotten));
        if (time <= forgotten)
        {
            return;
        }

        var oldest = Oldest;
        var index = _signals.Put(time, value, step, shape.Keep);
        var isNewest = _signals[_signals.Count - 1].Time == time;
        if (step == shape.Last)
        {
            Completed = Math.Max(Completed, SequenceSearch.Complete(_signals, shape, index));
        }
        else if (!isNewest && step == SequenceShape.Without)
        {
            SequenceSearch.Break(_signals, shape, index);
            Completed = Newest(oldest);
        }
        else if (!isNewest)
        {
            Completed = Math.Max(Completed, SequenceSearch.Mend(_signals, shape, index));
        }

        if (_signals.Count > shape.Keep)
        {
            _dropped = Math.Max(_dropped, _signals[0].Time);
            _signals.DropFirst(1);
        }
    }

    /// <summary>Takes a signal out again, as if it had never been.</summary>
    /// <param name="shape">The sequence.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="step">The bit of the step that it was.</param>
    /// <param name="value">The fingerprint of its value.</param>
    /// <param name="asOf">What is too old by then is forgotten.</param>
    /// <returns>False where it is not kept, or what stands in the place of it: history tells.</returns>
    internal bool Remove(SequenceShape shape, long time, int step, ulong value, long asOf)
    {
        var forgotten = asOf - shape.Memory;
        if (time <= forgotten)
        {
            return true;
        }

        if (Find(time, step, value) is not (>= 0 and var index))
        {
            return false;
        }

        var oldest = Oldest;
        var steps = _signals[index].Steps & ~step;
        if (steps == 0)
        {
            _signals.RemoveAt(index);
        }
        else
        {
            _signals[index] = _signals[index] with { Steps = steps };
        }

        SequenceSearch.Renew(_signals, shape, time);
        Completed = Newest(oldest);
        return _dropped <= forgotten;
    }

    /// <summary>
    /// How many sequences that do not overlap were completed after a bound, counted up to a number: of one value each later than the one before it, of several
    /// values those of each.
    /// </summary>
    /// <remarks>
    /// Whichever is completed first is taken, and the next that begins after that: there are never more. One that ends by the bound takes nothing from those after it.
    /// </remarks>
    internal int CountAfter(SequenceShape shape, long bound, int most)
    {
        var (count, last) = (0, -1L);
        var lastOfValues = shape.HasValues ? _lastOfValues ??= [] : null;
        lastOfValues?.Clear();
        for (var index = _signals.FirstAfter(bound); index < _signals.Count && count < most; index++)
        {
            ref readonly var signal = ref _signals[index];
            if (!signal.IsCompletion || signal.Begun <= (lastOfValues?.GetValueOrDefault(signal.Value, -1) ?? last))
            {
                continue;
            }

            count++;
            last = signal.Time;
            lastOfValues?[signal.Value] = signal.Time;
        }

        return count;
    }

    /// <summary>When the first sequence was completed after a bound; the greatest number for none.</summary>
    internal long FirstCompletedAfter(long bound)
    {
        for (var index = _signals.FirstAfter(bound); index < _signals.Count; index++)
        {
            if (_signals[index].IsCompletion)
            {
                return _signals[index].Time;
            }
        }

        return long.MaxValue;
    }

    /// <summary>The least bound after which no more sequences were completed than a number, later than one after which there were more.</summary>
    internal long LeavesAt(SequenceShape shape, long bound, int most)
    {
        int low = _signals.FirstAfter(bound), high = _signals.Count - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = CountAfter(shape, _signals[middle].Time, most + 1) <= most ? (low, middle) : (middle + 1, high);
        }

        return _signals[low].Time;
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal SequenceTally Clone() => new() { _signals = _signals.Clone(), _dropped = _dropped, Completed = Completed };

    /// <summary>Writes what it holds.</summary>
    internal void Write(in ByteWriter writer)
    {
        var hasValues = HasValues();
        writer.Byte((byte)(hasValues ? 1 : 0));
        writer.Signed(_dropped);
        writer.Signed(Completed);
        _signals.Write(writer, hasValues);
    }

    /// <summary>Reads what was written.</summary>
    internal static SequenceTally Read(ref ByteReader reader)
    {
        var hasValues = reader.Byte() != 0;
        var tally = new SequenceTally { _dropped = reader.Signed(), Completed = reader.Signed() };
        tally._signals = StepSignals.Read(ref reader, hasValues);
        return tally;
    }

    private long Oldest => _signals.Count == 0 ? long.MaxValue : _signals[0].Time;

    /// <summary>When the newest sequence was completed, after some were taken back that are kept: one whose last step was dropped, as the oldest, stays.</summary>
    private long Newest(long oldest)
    {
        var isDropped = Completed < oldest || (Completed == oldest && _dropped >= oldest);
        return Math.Max(SequenceSearch.NewestCompleted(_signals), isDropped ? Completed : -1);
    }

    private bool HasValues()
    {
        foreach (ref readonly var signal in _signals.All)
        {
            if (signal.Value != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The place of a signal of a time and value that is a step; −1 where none is kept.</summary>
    private int Find(long time, int step, ulong value)
    {
        var index = _signals.Find(time, value);
        return _signals.IsAt(index, time, value) && (_signals[index].Steps & step) != 0 ? index : -1;
    }
}
