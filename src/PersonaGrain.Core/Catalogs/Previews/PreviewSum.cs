using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>The pages of a preview that were read so far, added up: estimates after the first, exact numbers after the last.</summary>
public sealed class PreviewSum
{
    /// <summary>Of fewer people than this everybody is looked at.</summary>
    public const int Least = 2_000;

    private readonly Dictionary<string, SegmentPreview> _segments = [];
    private long _people;

    /// <summary>How many people were looked at.</summary>
    public long Looked => _people;

    /// <summary>How much of all people that is, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>How many people there are.</summary>
    public Estimate People => Estimate.Of(_people, Share);

    /// <summary>Of how many nothing is told.</summary>
    public long PassedOver { get; private set; }

    /// <summary>See <see cref="PreviewPage.AwaitsCensus"/>.</summary>
    public bool AwaitsCensus { get; private set; }

    /// <summary>Every segment by name, as counted so far; <see cref="Of"/> makes estimates of the counts.</summary>
    public IEnumerable<SegmentPreview> Segments => _segments.Values.OrderBy(static one => one.Name, StringComparer.Ordinal);

    /// <summary>The segments that somebody would enter or leave.</summary>
    public IEnumerable<SegmentPreview> Changing => Segments.Where(static one => one.Enter + one.Leave > 0);

    /// <summary>
    /// Whether enough people were looked at to tell what becomes of a segment, and who enters or leaves the others: everybody, or <see cref="Least"/> at least and
    /// every interval is narrow (<see cref="Estimate.IsNarrow"/>). About 8,000 people are enough, however many there are.
    /// </summary>
    public bool IsEnough(string segment)
    {
        if (Share >= 1)
        {
            return true;
        }

        var whole = People.Value;
        return _people >= Least && _segments.Values.All(one =>
            Of(one.Enter).IsNarrow(whole) && Of(one.Leave).IsNarrow(whole)
            && (one.Name != segment || (Of(one.Now).IsNarrow(whole) && Of(one.Members).IsNarrow(whole))));
    }

    /// <summary>A segment as counted so far; null where neither catalog has it, or nothing was read.</summary>
    public SegmentPreview? Find(string segment) => _segments.GetValueOrDefault(segment);

    /// <summary>How many a count so far makes among all people.</summary>
    public Estimate Of(int counted) => Estimate.Of(counted, Share);

    /// <summary>Adds the next page.</summary>
    public void Add(PreviewPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        _people += page.People;
        (PassedOver, Share, AwaitsCensus) = (PassedOver + page.PassedOver, page.Share, page.AwaitsCensus);
        foreach (var each in page.Segments)
        {
            _segments[each.Name] = _segments.TryGetValue(each.Name, out var known) ? Add(known, each) : each;
        }
    }

    private static SegmentPreview Add(SegmentPreview one, SegmentPreview other) => new(
        one.Name, one.Now + other.Now, one.Members + other.Members, one.Enter + other.Enter, one.Leave + other.Leave,
        First(one.Entering, other.Entering), First(one.Leaving, other.Leaving));

    private static IReadOnlyList<ProfileId> First(IReadOnlyList<ProfileId> one, IReadOnlyList<ProfileId> other) =>
        one.Count >= PreviewPage.Named || other.Count == 0 ? one : [.. one.Concat(other).Take(PreviewPage.Named)];
}
