using PersonaGrain.Binary;

namespace PersonaGrain.Population.Index;

/// <summary>A sum over everybody, and over the members of each segment: of people, or of what they have.</summary>
/// <remarks>8 bytes for each segment and for everybody, and 40 for the object.</remarks>
public sealed class SegmentCounts
{
    private readonly long[] _sums;
    private long _counted;

    /// <summary>Nothing added yet.</summary>
    /// <param name="segments">How many segments there are.</param>
    internal SegmentCounts(int segments) => _sums = new long[segments + 1];

    /// <summary>Over everybody.</summary>
    public long All => _sums[0];

    /// <summary>Over the members of a segment, by its place.</summary>
    public long this[int segment] => _sums[segment + 1];

    internal bool IsZero => !_sums.AsSpan().ContainsAnyExcept(0);

    /// <summary>Adds what a person has.</summary>
    /// <param name="segments">The places of the segments that the person is in.</param>
    /// <param name="amount">What to add.</param>
    internal void Add(ReadOnlySpan<int> segments, long amount)
    {
        _sums[0] += amount;
        foreach (var segment in segments)
        {
            _sums[segment + 1] += amount;
        }
    }

    /// <summary>Adds a person, once however often it has the same.</summary>
    /// <param name="segments">The places of the segments that the person is in.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    /// <param name="person">Another number for each person.</param>
    internal void AddOnce(ReadOnlySpan<int> segments, int step, long person)
    {
        if (_counted != person)
        {
            _counted = person;
            Add(segments, step);
        }
    }

    /// <summary>Adds other sums.</summary>
    public void Merge(SegmentCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var index = 0; index < _sums.Length; index++)
        {
            _sums[index] += other._sums[index];
        }
    }

    /// <summary>The sums of both.</summary>
    public SegmentCounts Plus(SegmentCounts other)
    {
        var both = new SegmentCounts(_sums.Length - 1);
        both.Merge(this);
        both.Merge(other);
        return both;
    }

    internal void Write(in ByteWriter writer)
    {
        foreach (var sum in _sums)
        {
            writer.Signed(sum);
        }
    }

    internal void Read(ref ByteReader reader)
    {
        for (var index = 0; index < _sums.Length; index++)
        {
            _sums[index] += reader.Signed();
        }
    }
}
