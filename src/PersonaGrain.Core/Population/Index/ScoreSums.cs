namespace PersonaGrain.Population.Index;

/// <summary>What the mean of a score and its deviation are made of: sums in whole thousandths, so that whoever is taken out leaves nothing.</summary>
/// <remarks>A mean is within 0.0005 of that of the scores. Room for 900 million people.</remarks>
public sealed class ScoreSums
{
    /// <summary>A score of 1 as it is added.</summary>
    public const int Unit = 1_000;

    internal ScoreSums(string name, int segments) => (Name, Sum, Squares) = (name, new SegmentCounts(segments), new SegmentCounts(segments));

    /// <summary>The score.</summary>
    public string Name { get; }

    /// <summary>Σ s, in thousandths.</summary>
    public SegmentCounts Sum { get; }

    /// <summary>Σ s², in thousandths of thousandths.</summary>
    public SegmentCounts Squares { get; }

    internal void Add(ReadOnlySpan<int> segments, double score, int step)
    {
        var whole = (long)Math.Round(score * Unit);
        Sum.Add(segments, step * whole);
        Squares.Add(segments, step * whole * whole);
    }
}
