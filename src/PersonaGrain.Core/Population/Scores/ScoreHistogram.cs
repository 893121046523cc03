using PersonaGrain.Binary;

namespace PersonaGrain.Population.Scores;

/// <summary>How many people have a score of how much: bins of half a point, the last one closed at 100.</summary>
public sealed class ScoreHistogram
{
    /// <summary>How many bins there are.</summary>
    public const int Bins = 200;

    private const double Width = 100.0 / Bins;
    private readonly long[] _counts = new long[Bins];

    /// <summary>How many people were counted.</summary>
    public long People { get; private set; }

    /// <summary>How many people are in a bin.</summary>
    public long this[int bin] => _counts[bin];

    /// <summary>Of people with scores.</summary>
    public static ScoreHistogram Of(IEnumerable<(double Score, long People)> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var histogram = new ScoreHistogram();
        foreach (var (score, people) in scores)
        {
            histogram.Add(score, people);
        }

        return histogram;
    }

    /// <summary>Adds people with a score.</summary>
    /// <param name="score">0 to 100.</param>
    /// <param name="people">How many; less than 0 takes them out.</param>
    internal void Add(double score, long people)
    {
        _counts[BinOf(score)] += people;
        People += people;
    }

    /// <summary>Adds those of another.</summary>
    internal void Merge(ScoreHistogram other)
    {
        for (var bin = 0; bin < Bins; bin++)
        {
            _counts[bin] += other._counts[bin];
        }

        People += other.People;
    }

    /// <summary>How many of a hundred people have less than a score; those of its own bin count half. Null where nobody was counted.</summary>
    public ScorePercentile? Percentile(double score)
    {
        if (People <= 0)
        {
            return null;
        }

        var (bin, below) = (BinOf(score), 0L);
        for (var lower = 0; lower < bin; lower++)
        {
            below += _counts[lower];
        }

        var half = _counts[bin] / 2.0;
        return new ScorePercentile(100 * (below + half) / People, 100 * ((half / People) + ScoreDistributionSection.Tolerance));
    }

    /// <summary>The greatest difference of the shares of people below a score.</summary>
    public double Distance(ScoreHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (own, others, greatest) = (0.0, 0.0, People == 0 == (other.People == 0) ? 0.0 : 1.0);
        for (var bin = 0; bin < Bins; bin++)
        {
            own += (double)_counts[bin] / Math.Max(1, People);
            others += (double)other._counts[bin] / Math.Max(1, other.People);
            greatest = Math.Max(greatest, Math.Abs(own - others));
        }

        return greatest;
    }

    internal void Write(ByteWriter writer)
    {
        foreach (var count in _counts)
        {
            writer.Signed(count);
        }
    }

    internal static ScoreHistogram Read(ref ByteReader reader)
    {
        var histogram = new ScoreHistogram();
        foreach (ref var count in histogram._counts.AsSpan())
        {
            count = reader.Signed();
            histogram.People += count;
        }

        return histogram;
    }

    private static int BinOf(double score) => Math.Clamp((int)(score / Width), 0, Bins - 1);
}

/// <summary>Where a score stands among those of all people.</summary>
/// <param name="Value">How many of a hundred have less; those of nearly the same score count half.</param>
/// <param name="Error">It is at most so much off, as of the generation that it is told by.</param>
public readonly record struct ScorePercentile(double Value, double Error);
