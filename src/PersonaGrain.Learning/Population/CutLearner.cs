using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>Where percentiles and ranks cut scores; a threshold stays while the people at or above it are about as many as asked.</summary>
/// <remarks>
/// About is half a point in a hundred, and at most a tenth of the smaller side: of the upper 2.5 % between 2.25 and 2.75. Of a rank it is a tenth of it, and at
/// most half a point of the people. Where so many have the same score that no threshold comes so near, the one of before stays unless another is nearer by as much.
/// </remarks>
internal sealed class CutLearner : ISectionLearner
{
    private const double Tolerance = 0.005;
    private const double Tenth = 0.1;
    private const double Percent = 100;

    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now)
    {
        if (summary.Section<CutCensus>() is not { } census)
        {
            return null;
        }

        var known = before.Section<CutSection>();
        return new CutSection(census.Cuts.Select(one => Next(one.Cut, one.People, known?.Find(one.Cut))), CutCounting.FingerprintOf(catalog, before));
    }

    internal static PublishedCut Next(ScoreCut cut, CutHistogram histogram, PublishedCut? before)
    {
        var first = cut.Kind == CutKind.Everybody ? 0 : CutEdges.FirstScored;
        var people = Math.Max(0, histogram.From(first));
        if (people < (before is { IsKnown: true } ? PublishedCut.FewestToStay : PublishedCut.FewestPeople))
        {
            return PublishedCut.Unknown(cut, people);
        }

        var wanted = cut.Kind == CutKind.Rank ? Math.Min(cut.At, people) : (Percent - cut.At) / Percent * people;
        var (bin, error) = Nearest(histogram, first, wanted);
        if (before is { IsKnown: true } known && Stays(CutEdges.BinOf(known.Threshold), bin))
        {
            bin = CutEdges.BinOf(known.Threshold);
        }

        return new PublishedCut(cut, people, CutEdges.Of(bin), histogram.From(bin), error / people);

        bool Stays(int old, int best)
        {
            var tolerance = Math.Min(Tolerance * people, Tenth * (cut.Kind == CutKind.Rank ? wanted : Math.Min(wanted, people - wanted)));
            var (off, least) = (Math.Abs(histogram.From(old) - wanted), Math.Abs(histogram.From(best) - wanted));
            return off <= tolerance || (least > tolerance && off - least <= tolerance);
        }
    }

    /// <summary>The bin that begins nearest to where so many people lie at or above, the lowest of several, and how many people are in the one in which they end.</summary>
    private static (int Bin, double InBin) Nearest(CutHistogram histogram, int first, double wanted)
    {
        var (best, least, above) = (CutEdges.Bins, wanted, 0L);
        var within = 0L;
        for (var bin = CutEdges.Bins - 1; bin >= first; bin--)
        {
            within = above < wanted ? histogram[bin] : within;
            above += histogram[bin];
            if (Math.Abs(above - wanted) is var off && off <= least)
            {
                (best, least) = (bin, off);
            }
        }

        return (best, within);
    }
}
