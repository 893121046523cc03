namespace PersonaGrain.Population.Index;

/// <summary>What is special about a segment, as of a generation.</summary>
/// <param name="Name">The segment.</param>
/// <param name="Size">Its members.</param>
/// <param name="Tested">How many characteristics were compared; the correction is for so many.</param>
/// <param name="Scores">The means of its scores.</param>
/// <param name="Entries">What its members have: what is demographic by trait and value, then by how much it tells; at most <see cref="Most"/>.</param>
public sealed record SegmentStatistics(string Name, long Size, int Tested, IReadOnlyList<ScoreMean> Scores, IReadOnlyList<IndexEntry> Entries)
{
    /// <summary>Entries of a segment that are published.</summary>
    public const int Most = 200;
}
