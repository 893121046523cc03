using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Index;

/// <summary>What is special about each segment, and how segments overlap. It decides nothing.</summary>
/// <remarks>~25 bytes an entry, with at most <see cref="SegmentStatistics.Most"/> a segment, and 2 bytes for each pair of segments.</remarks>
public sealed class SegmentsSection : PopulationSection
{
    internal const string SectionName = "segments";

    private readonly long[][] _overlaps;

    /// <summary>A section.</summary>
    /// <param name="people">How many people were counted.</param>
    /// <param name="scores">The means of scores over all of them.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="overlaps">For each segment, how many of its members are in each of those up to it, itself included; 0 where they are fewer than <see cref="IndexEntry.Fewest"/>.</param>
    public SegmentsSection(long people, IReadOnlyList<ScoreMean> scores, IReadOnlyList<SegmentStatistics> segments, long[][] overlaps) =>
        (People, Scores, Segments, _overlaps) = (people, scores, segments, overlaps);

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>How many people were counted.</summary>
    public long People { get; }

    /// <summary>The means of scores over everybody.</summary>
    public IReadOnlyList<ScoreMean> Scores { get; }

    /// <summary>The segments.</summary>
    public IReadOnlyList<SegmentStatistics> Segments { get; }

    /// <summary>A segment; null where it has none of that name.</summary>
    public SegmentStatistics? Find(string segment) => Segments.FirstOrDefault(one => one.Name == segment);

    /// <summary>How many people are in both of two segments, by their places: exact, but 0 where it is not told.</summary>
    internal long Both(int one, int other) => _overlaps[Math.Max(one, other)][Math.Min(one, other)];

    /// <summary>The other segments, with how many people are in both: null of fewer than <see cref="IndexEntry.Fewest"/>. Of a segment of fewer members there are none.</summary>
    public IEnumerable<(SegmentStatistics Segment, long? Both)> OverlapsOf(string segment)
    {
        var own = Segments.ToList().FindIndex(one => one.Name == segment);
        return own < 0 || Segments[own].Size < IndexEntry.Fewest ? []
            : Segments.Select((other, place) => (other, Both(own, place) is >= IndexEntry.Fewest and var both ? both : (long?)null)).Where((_, place) => place != own);
    }

    /// <inheritdoc />
    public override bool Decides(Catalog catalog, PopulationSection? before) => false;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target) => SegmentsCodec.Write(this, target);

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static PopulationSection Read(byte version, ReadOnlySpan<byte> source) =>
        version == 1 ? SegmentsCodec.Read(source) : new UnknownSection(SectionName, version, source.ToArray());
}
