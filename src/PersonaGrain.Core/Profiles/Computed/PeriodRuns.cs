using PersonaGrain.Binary;

namespace PersonaGrain.Profiles.Computed;

/// <summary>A set of numbers as runs of consecutive ones: 16 bytes for each run.</summary>
internal sealed class PeriodRuns
{
    private readonly List<(long First, long Last)> _runs = [];

    /// <summary>The last number of the runs that were forgotten; below 0 for none.</summary>
    internal long Floor { get; private set; } = -1;

    /// <summary>How many numbers there are, those of runs that were forgotten included.</summary>
    internal long Count { get; private set; }

    /// <summary>Whether a number came that may be one of those that were forgotten.</summary>
    internal bool IsUncertain { get; private set; }

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 104 + (_runs.Capacity * 16);

    /// <summary>How many runs there are.</summary>
    internal int Runs => _runs.Count;

    /// <summary>A run, the earliest first.</summary>
    internal (long First, long Last) this[int index] => _runs[index];

    /// <summary>Adds a number; of more runs than are kept the earliest is forgotten.</summary>
    internal void Add(long number, int keep)
    {
        if (number <= Floor)
        {
            IsUncertain = true;
            return;
        }

        var next = FirstFrom(number);
        if (next < _runs.Count && _runs[next].First <= number)
        {
            return;
        }

        Count++;
        var followsOne = next > 0 && _runs[next - 1].Last == number - 1;
        var precedesOne = next < _runs.Count && _runs[next].First == number + 1;
        if (followsOne)
        {
            _runs[next - 1] = (_runs[next - 1].First, precedesOne ? _runs[next].Last : number);
        }
        else if (precedesOne)
        {
            _runs[next] = (number, _runs[next].Last);
        }
        else
        {
            _runs.Insert(next, (number, number));
        }

        if (followsOne && precedesOne)
        {
            _runs.RemoveAt(next);
        }

        if (_runs.Count > keep)
        {
            Floor = _runs[0].Last;
            _runs.RemoveAt(0);
        }
    }

    /// <summary>The index of the first run that ends at a number or after it.</summary>
    internal int FirstFrom(long number)
    {
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _runs[middle].Last >= number ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal PeriodRuns Clone()
    {
        var clone = new PeriodRuns { Floor = Floor, Count = Count, IsUncertain = IsUncertain };
        clone._runs.AddRange(_runs);
        return clone;
    }

    /// <summary>Writes all.</summary>
    internal void Write(in ByteWriter writer)
    {
        writer.Signed(Floor);
        writer.Byte((byte)(IsUncertain ? 1 : 0));
        writer.Unsigned((ulong)Count);
        writer.Unsigned((ulong)_runs.Count);
        long last = 0;
        foreach (var run in _runs)
        {
            writer.Unsigned((ulong)(run.First - last));
            writer.Unsigned((ulong)(run.Last - run.First));
            last = run.Last;
        }
    }

    /// <summary>Reads what was written.</summary>
    internal void Read(ref ByteReader reader)
    {
        (Floor, IsUncertain, Count) = (reader.Signed(), reader.Byte() != 0, (long)reader.Unsigned());
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            var first = last + (long)reader.Unsigned();
            last = first + (long)reader.Unsigned();
            _runs.Add((first, last));
        }
    }
}
