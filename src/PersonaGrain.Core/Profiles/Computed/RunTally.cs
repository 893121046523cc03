using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Occurrences as runs, between which nothing occurred for a gap: with each run but the first something began again.</summary>
/// <remarks>
/// Only the ends of runs matter, and of those that began before the window only the last: what comes late before or between them makes it begin no later.
/// So 24 bytes for each run that began within the window, and one more. An occurrence that goes on with the newest run costs O(1), some 5 ns, another one a
/// binary search, and may join two; a test is O(1).
/// </remarks>
internal sealed class RunTally : TraitTally
{
    private readonly List<Run> _runs = [];
    private bool _isCut;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Runs;

    /// <inheritdoc />
    internal override int EstimatedBytes => 96 + (_runs.Capacity * 24);

    /// <summary>The newest occurrence after a gap, and the one before the gap; null where there is none, or it is long past.</summary>
    internal (long Before, long Again)? Newest => _runs.Count < 2 ? null : (_runs[^2].End, _runs[^1].Start);

    /// <summary>The newest occurrence; null where none is left.</summary>
    internal long? Last => _runs.Count == 0 ? null : _runs[^1].End;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        if (_runs.Count > 0 && _runs[^1] is var newest && time >= newest.Start && time - newest.End < trait.Gap)
        {
            _runs[^1] = newest with { End = Math.Max(newest.End, time), Signals = newest.Signals + 1 };
            return;
        }

        Insert(new Run(time, time, 1), trait.Gap);
        var over = 0;
        while (over + 1 < _runs.Count && _runs[over + 1].Start <= asOf - trait.Window)
        {
            over++;
        }

        _runs.RemoveRange(0, over);
        _isCut |= over > 0;
    }

    /// <inheritdoc />
    internal override bool Remove(SignalTrait trait, long time, long asOf)
    {
        var index = FirstAfter(time) - 1;
        if (index < 0)
        {
            // Of a run that was forgotten.
            return true;
        }

        var run = _runs[index];
        if (run.Signals == 1)
        {
            // What the run before it ended with is then what the next one begins again after.
            if (index == 0 && _isCut)
            {
                return false;
            }

            _runs.RemoveAt(index);
            return true;
        }

        _runs[index] = run with { Signals = run.Signals - 1 };
        return run.Start == run.End || (time > run.Start && time < run.End && run.End - run.Start < trait.Gap);
    }

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) =>
        Newest is { } newest && newest.Again > now - trait.Window
            ? new ComputedValue(AttributeValue.Of(true), TraitAccuracy.Exact, newest.Again + trait.Window)
            : ComputedValue.Always(AttributeValue.Of(false));

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new RunTally { _isCut = _isCut };
        clone._runs.AddRange(_runs);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Byte((byte)(_isCut ? 1 : 0));
        writer.Unsigned((ulong)_runs.Count);
        long last = 0;
        foreach (var run in _runs)
        {
            writer.Unsigned((ulong)(run.Start - last));
            writer.Unsigned((ulong)(run.End - run.Start));
            writer.Unsigned((ulong)run.Signals);
            last = run.End;
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _isCut = reader.Byte() != 0;
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            var start = last + (long)reader.Unsigned();
            last = start + (long)reader.Unsigned();
            _runs.Add(new Run(start, last, (long)reader.Unsigned()));
        }
    }

    /// <summary>Puts an occurrence in its place, joined with the runs on both sides that are near enough.</summary>
    private void Insert(Run added, long gap)
    {
        var index = FirstAfter(added.Start);
        if (index < _runs.Count && _runs[index].Start - added.End < gap)
        {
            added = new Run(added.Start, _runs[index].End, _runs[index].Signals + 1);
            _runs.RemoveAt(index);
        }

        if (index > 0 && added.Start - _runs[index - 1].End < gap)
        {
            var before = _runs[index - 1];
            _runs[index - 1] = new Run(before.Start, Math.Max(before.End, added.End), before.Signals + added.Signals);
            return;
        }

        _runs.Insert(index, added);
    }

    /// <summary>The index of the first run that begins after an instant.</summary>
    private int FirstAfter(long time)
    {
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _runs[middle].Start > time ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private readonly record struct Run(long Start, long End, long Signals);
}
