using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Index;

/// <summary>Which segments of a catalog are put beside each other: all of people, or all of accounts.</summary>
public sealed record OverlapChoice
{
    private OverlapChoice(IReadOnlyList<string> named, IReadOnlyList<string> all, bool isOfAccounts) => (Named, All, IsOfAccounts) = (named, all, isOfAccounts);

    /// <summary>Those that were named; none for the first ones by priority.</summary>
    public IReadOnlyList<string> Named { get; }

    /// <summary>All that the catalog has of their kind, by priority.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Whether their members are accounts.</summary>
    public bool IsOfAccounts { get; }

    /// <summary>What the members of segments are, in words.</summary>
    public static string Words(bool isOfAccounts) => isOfAccounts ? "accounts" : "people";

    /// <summary>Chooses segments.</summary>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="named">Their names; null for the first ones by priority.</param>
    /// <param name="ofAccounts">Whether they are of accounts; null for what the first of the named is, else for people where the catalog has segments of them.</param>
    public static OverlapChoiceResult Of(Catalog catalog, IEnumerable<string>? named, bool? ofAccounts)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        string[] names = [.. (named ?? []).Distinct(StringComparer.Ordinal)];
        if (named is not null && names.Length is 0 or > OverlapMatrix.Most)
        {
            return new OverlapChoiceResult.Refused(
                OverlapRefusal.Count, names.Length == 0 ? "no segment is named" : $"{names.Length} segments are named; at most {OverlapMatrix.Most} are put beside each other");
        }

        var known = catalog.Segments.DistinctBy(static segment => segment.Name).ToDictionary(static segment => segment.Name, StringComparer.Ordinal);
        if (Array.Find(names, name => !known.ContainsKey(name)) is { } unknown)
        {
            return new OverlapChoiceResult.Refused(OverlapRefusal.Unknown, $"the catalog has no segment '{unknown}'") { Segment = unknown };
        }

        var isOfAccounts = ofAccounts ?? (names.Length > 0 ? known[names[0]].IsOfAccounts : catalog.Segments.Count > 0 && catalog.Segments.All(static segment => segment.IsOfAccounts));
        if (Array.Find(names, name => known[name].IsOfAccounts != isOfAccounts) is { } other)
        {
            return new OverlapChoiceResult.Refused(
                OverlapRefusal.OtherKind, $"the members of '{other}' are {Words(!isOfAccounts)}, and so they are in no segment of {Words(isOfAccounts)}") { Segment = other };
        }

        string[] all = [.. catalog.Segments.Where(segment => segment.IsOfAccounts == isOfAccounts).Select(static segment => segment.Name)];
        return all.Length > 0
            ? new OverlapChoiceResult.Chosen(new OverlapChoice(names, all, isOfAccounts))
            : new OverlapChoiceResult.Refused(OverlapRefusal.None, $"the catalog has no segment of {Words(isOfAccounts)}");
    }

    /// <summary>Whether a generation counted the segments: those that were named, or any.</summary>
    /// <param name="section">What it says of segments of this kind; null where it says nothing.</param>
    public bool IsCounted(SegmentsSection? section) => section is not null && Named.All(name => section.Find(name) is not null);

    /// <summary>The segments beside each other, and those of the catalog that have no place there, as too many or not counted; none where segments were named.</summary>
    /// <param name="section">What a generation says of segments of this kind.</param>
    public (OverlapMatrix Matrix, IReadOnlyList<string> Others) Of(SegmentsSection section)
    {
        var matrix = OverlapMatrix.Of(section, Named.Count > 0 ? Named : All);
        return (matrix, Named.Count > 0 ? [] : [.. All.Except(matrix.Segments.Select(static segment => segment.Name))]);
    }
}
