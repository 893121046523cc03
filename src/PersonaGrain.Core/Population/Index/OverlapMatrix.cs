namespace PersonaGrain.Population.Index;

/// <summary>How some segments overlap, each with each, as of a generation.</summary>
public sealed class OverlapMatrix
{
    /// <summary>Segments that are put beside each other at a time: 2,500 pairs.</summary>
    public const int Most = 50;

    private readonly SegmentsSection _section;
    private readonly int[] _places;

    private OverlapMatrix(SegmentsSection section, int[] places)
    {
        (_section, _places) = (section, places);
        Segments = [.. places.Select(place => section.Segments[place])];
    }

    /// <summary>Everybody who was counted.</summary>
    public long People => _section.People;

    /// <summary>The segments, which are rows and columns in this order.</summary>
    public IReadOnlyList<SegmentStatistics> Segments { get; }

    /// <summary>The members of the row's segment beside those of the column's; in both are all of them where it is the same one.</summary>
    /// <param name="row">The place of the one in <see cref="Segments"/>.</param>
    /// <param name="column">The place of the other.</param>
    public SegmentOverlap this[int row, int column] =>
        new(_section.Both(_places[row], _places[column]) is >= IndexEntry.Fewest and var both ? both : null, Segments[row].Size, Segments[column].Size, People);

    /// <summary>Puts segments beside each other.</summary>
    /// <param name="section">What a generation says of segments.</param>
    /// <param name="names">Which ones, in which order; those that were not counted in it are left out, and so is what is beyond <see cref="Most"/>.</param>
    public static OverlapMatrix Of(SegmentsSection section, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(section);
        var places = section.Segments.Select(static (segment, place) => (segment.Name, place)).ToDictionary(static one => one.Name, static one => one.place, StringComparer.Ordinal);
        return new OverlapMatrix(section, [.. names.Where(places.ContainsKey).Distinct(StringComparer.Ordinal).Take(Most).Select(name => places[name])]);
    }
}
