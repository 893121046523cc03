using PersonaGrain.Binary;

namespace PersonaGrain.Population.Cuts;

/// <summary>How many people have a score of how much, to a hundredth of a point. 80 KB.</summary>
public sealed class CutHistogram
{
    private readonly long[] _counts = new long[CutEdges.Bins];

    /// <summary>How many people were counted.</summary>
    public long People { get; private set; }

    /// <summary>How many people are in a bin.</summary>
    public long this[int bin] => _counts[bin];

    /// <summary>Of people with scores; none at first.</summary>
    public static CutHistogram Of(IEnumerable<(double Score, long People)> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var histogram = new CutHistogram();
        foreach (var (score, people) in scores)
        {
            histogram.Add(score, people);
        }

        return histogram;
    }

    /// <summary>How many people have a score that begins in a bin or a later one.</summary>
    public long From(int bin)
    {
        var people = 0L;
        foreach (var count in _counts.AsSpan(bin))
        {
            people += count;
        }

        return people;
    }

    /// <summary>Adds people with a score.</summary>
    /// <param name="score">0 to 100, rounded as it is tested.</param>
    /// <param name="people">How many; less than 0 takes them out.</param>
    internal void Add(double score, long people)
    {
        _counts[CutEdges.BinOf(score)] += people;
        People += people;
    }

    /// <summary>Adds those of another.</summary>
    internal void Merge(CutHistogram other)
    {
        for (var bin = 0; bin < CutEdges.Bins; bin++)
        {
            _counts[bin] += other._counts[bin];
        }

        People += other.People;
    }

    /// <summary>Writes the bins that have people, each as so many after the one before.</summary>
    internal void Write(in ByteWriter writer)
    {
        writer.Unsigned((ulong)_counts.AsSpan().Length - (ulong)_counts.AsSpan().Count(0));
        var before = 0;
        for (var bin = 0; bin < CutEdges.Bins; bin++)
        {
            if (_counts[bin] != 0)
            {
                writer.Unsigned((ulong)(bin - before));
                writer.Signed(_counts[bin]);
                before = bin;
            }
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">A bin that there is not.</exception>
    internal static CutHistogram Read(ref ByteReader reader)
    {
        var histogram = new CutHistogram();
        var bin = 0UL;
        for (var left = reader.Count(); left > 0; left--)
        {
            bin += reader.Unsigned();
            if (bin >= CutEdges.Bins)
            {
                throw new FormatException($"scores are counted in {CutEdges.Bins} bins; there is none of number {bin}");
            }

            var count = reader.Signed();
            histogram._counts[bin] += count;
            histogram.People += count;
        }

        return histogram;
    }
}
