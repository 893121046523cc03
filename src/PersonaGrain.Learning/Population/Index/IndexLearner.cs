using PersonaGrain.Catalogs;
using PersonaGrain.Learning.Comparisons;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Index;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population.Index;

/// <summary>What is special about each segment: every characteristic compared with everybody, and corrected for how many were.</summary>
/// <remarks>What fewer than <see cref="IndexEntry.Fewest"/> people have is told nowhere, so nobody is known by it; what everybody has tells nothing.</remarks>
internal sealed class IndexLearner : ISectionLearner
{
    private const int MostDemographics = 100;

    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now) =>
        summary.Section<IndexCensus>() is { People.All: > 0 } census ? Describe(census, catalog) : null;

    /// <summary>What is special about each segment that a census counted.</summary>
    internal static SegmentsSection Describe(IndexCensus census, Catalog catalog)
    {
        Counted[] counted = [.. Count(census, catalog).Where(one => one.Counts.All >= IndexEntry.Fewest && one.Counts.All < census.People.All)];
        return new SegmentsSection(
            census.People.All,
            [.. census.Scores.Select(score => new ScoreMean(score.Name, census.People.All, score.Sum.All, score.Squares.All))],
            [.. census.Segments.Select((name, place) => Describe(census, counted, name, place))],
            [.. census.Overlaps.Select((overlap, place) => Enumerable.Range(0, place + 1).Select(other => overlap[other] < IndexEntry.Fewest ? 0 : overlap[other]).ToArray())]);
    }

    private static IEnumerable<Counted> Count(IndexCensus census, Catalog catalog)
    {
        // Where everybody to whom it ever occurred had it lately, that is said once.
        var ever = census.Occurrences.Where(static one => one.Characteristic.Value == Characteristic.Ever).ToDictionary(static one => one.Characteristic.Name, static one => one.Counts.All);
        var occurrences = census.Occurrences.Where(one => one.Characteristic.Value != Characteristic.Lately || one.Counts.All < ever[one.Characteristic.Name])
            .Select(static one => new Counted(one.Characteristic, one.Counts, false));
        var memberships = census.Segments.Select((name, place) =>
            new Counted(new Characteristic(CharacteristicKind.Segment, name, string.Empty), census.Overlaps[place], false));
        return
        [
            .. census.Traits.OrderBy(static trait => trait.Key, StringComparer.Ordinal).SelectMany(trait => Count(trait.Key, trait.Value, IsDemographic(catalog, trait.Key))),
            .. occurrences, .. memberships,
        ];
    }

    private static IEnumerable<Counted> Count(string trait, TraitValues values, bool isDemographic) =>
    [
        .. NumberGroups.Of(trait, values).Select(group => new Counted(group.Characteristic, group.Counts, isDemographic)),
        .. values.Texts.OrderBy(static text => text.Key, StringComparer.Ordinal)
            .Select(text => new Counted(new Characteristic(CharacteristicKind.Trait, trait, text.Key), text.Value, isDemographic)),
    ];

    private static bool IsDemographic(Catalog catalog, string trait) =>
        catalog.Document.Traits.TryGetValue(trait, out var declared) && declared.Category == SignalCategory.Demographic;

    private static SegmentStatistics Describe(IndexCensus census, Counted[] counted, string name, int place)
    {
        var (size, all) = (census.People[place], census.People.All);
        IndexEntry[] entries =
        [
            .. counted.Where(one => one.Characteristic.Kind != CharacteristicKind.Segment || one.Characteristic.Name != name)
                .Select(one => new IndexEntry(one.Characteristic, one.IsDemographic, one.Counts[place], size, one.Counts.All, all, 1, 1)),
        ];
        if (size < IndexEntry.Fewest)
        {
            // Its members would be known by what is told of them.
            return new SegmentStatistics(name, size, 0, [], []);
        }

        var tested = Test(entries);
        entries = [.. entries.Where(static entry => !entry.IsTooFew)];
        var demographics = entries.Where(static entry => entry.IsDemographic).Take(MostDemographics).ToArray();
        var others = entries.Except(demographics).OrderBy(Rank).ThenByDescending(static entry => entry.Weight)
            .Take(SegmentStatistics.Most - demographics.Length);
        var scores = census.Scores.Select(score => new ScoreMean(score.Name, size, score.Sum[place], score.Squares[place]));
        return new SegmentStatistics(name, size, tested, [.. scores], [.. demographics, .. others]);
    }

    /// <summary>What is found first, then what may be chance, then what has too few.</summary>
    private static int Rank(IndexEntry entry) => entry.Finding switch
    {
        IndexFinding.Above or IndexFinding.Below => 0,
        IndexFinding.NotTold => 1,
        _ => 2,
    };

    /// <summary>Puts the probabilities in, and answers how many comparisons there were.</summary>
    private static int Test(IndexEntry[] entries)
    {
        int[] tested = [.. Enumerable.Range(0, entries.Length).Where(index => !entries[index].IsTooFew)];
        double[] probabilities = [.. tested.Select(index => Probability(entries[index]))];
        foreach (var (index, p, q) in tested.Zip(probabilities, FalseDiscoveryRate.Adjust(probabilities)))
        {
            entries[index] = entries[index] with { P = p, Q = q };
        }

        return tested.Length;
    }

    private static double Probability(IndexEntry entry) =>
        IndependenceTest.Probability(entry.InSegment, entry.Size, entry.InAll - entry.InSegment, entry.All - entry.Size);

    private sealed record Counted(Characteristic Characteristic, SegmentCounts Counts, bool IsDemographic);
}
