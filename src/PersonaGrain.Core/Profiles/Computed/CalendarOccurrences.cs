using PersonaGrain.Binary;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Occurrences in the newest days, weeks or months of a calendar. What is dated ahead counts when its period begins.</summary>
/// <remarks>
/// 16 bytes for each period with an occurrence, at most one more than are looked back over: of more the oldest is over (nothing is dated further ahead than
/// the next one). A signal costs a look at the newest one, some 40 ns, a late one a binary search. A test costs O(m) of the m periods, and the beginning of
/// one in its zone: some 0.2 µs of 4 periods, 1 µs of 366.
/// </remarks>
internal sealed class CalendarOccurrences : PeriodsTally
{
    // In order of the periods' numbers.
    private readonly List<(long Number, long Signals)> _periods = [];

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.CalendarOccurrences;

    /// <inheritdoc />
    internal override int EstimatedBytes => 88 + (_periods.Capacity * 16);

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        var number = trait.Calendar!.NumberOf(time);
        var index = FirstFrom(number);
        if (index < _periods.Count && _periods[index].Number == number)
        {
            _periods[index] = (number, _periods[index].Signals + 1);
            return;
        }

        _periods.Insert(index, (number, 1));
        if (_periods.Count > trait.Keep + 1)
        {
            _periods.RemoveAt(0);
        }
    }

    /// <inheritdoc />
    internal override bool Remove(SignalTrait trait, long time, long asOf)
    {
        var number = trait.Calendar!.NumberOf(time);
        var index = FirstFrom(number);
        if (index == _periods.Count || _periods[index].Number != number)
        {
            // Its period is over, and was forgotten.
            return true;
        }

        _periods[index] = (number, _periods[index].Signals - 1);
        if (_periods[index].Signals == 0)
        {
            _periods.RemoveAt(index);
        }

        return true;
    }

    /// <inheritdoc />
    internal override int Count(SignalTrait trait, long now)
    {
        var present = trait.Calendar!.NumberOf(now);
        return FirstFrom(present + 1) - FirstFrom(present + 1 - trait.Keep);
    }

    /// <inheritdoc />
    internal override Verdict Test(SignalTrait trait, long now, int atLeast, bool isExact)
    {
        var present = trait.Calendar!.NumberOf(now);
        var (first, next) = (FirstFrom(present + 1 - trait.Keep), FirstFrom(present + 1));
        var holds = next - first >= atLeast;
        if (!holds && next == _periods.Count)
        {
            return Verdict.Always(false);
        }

        while (first < _periods.Count)
        {
            // Whatever comes first: the next period that has an occurrence begins, or the oldest one is over.
            present = next < _periods.Count ? Math.Min(_periods[next].Number, _periods[first].Number + trait.Keep) : _periods[first].Number + trait.Keep;
            next += next < _periods.Count && _periods[next].Number == present ? 1 : 0;
            first += _periods[first].Number == present - trait.Keep ? 1 : 0;
            if (next - first >= atLeast != holds)
            {
                return new Verdict(holds, trait.Calendar.StartOf(present));
            }
        }

        return Verdict.Always(holds);
    }

    /// <inheritdoc />
    internal override TraitTally Clone()
    {
        var clone = new CalendarOccurrences();
        clone._periods.AddRange(_periods);
        return clone;
    }

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Unsigned((ulong)_periods.Count);
        long last = 0;
        foreach (var (number, signals) in _periods)
        {
            writer.Unsigned((ulong)(number - last));
            writer.Unsigned((ulong)signals);
            last = number;
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            last += (long)reader.Unsigned();
            _periods.Add((last, (long)reader.Unsigned()));
        }
    }

    /// <summary>The index of the first period with this number or a later one.</summary>
    private int FirstFrom(long number)
    {
        // Most signals are of the newest one.
        if (_periods.Count == 0 || _periods[^1].Number < number)
        {
            return _periods.Count;
        }

        int low = 0, high = _periods.Count - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _periods[middle].Number >= number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
