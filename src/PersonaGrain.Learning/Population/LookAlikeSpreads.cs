using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Scores;

namespace PersonaGrain.Learning.Population;

/// <summary>
/// A census counts people by the scores that they have, and a look-alike with a new model gives them others. So where it has one, percentiles and cuts are told from
/// the scores that those who were kept have by it; the next census counts everybody.
/// </summary>
internal static class LookAlikeSpreads
{
    /// <summary>So many people of a sample on the asked side of a cut: its place is then known within a fifth in 19 of 20 cases.</summary>
    private const int FewestOfSample = 100;

    /// <summary>The sections with what a new model makes of spreads and cuts.</summary>
    internal static IEnumerable<PopulationSection> Foresee(PopulationSection[] sections, CensusSummary summary, PopulationModel before)
    {
        if (summary.Section<LookAlikeCensus>() is not { } census || sections.OfType<LookAlikeSection>().SingleOrDefault() is not { } section)
        {
            return sections;
        }

        var known = before.Section<LookAlikeSection>();
        foreach (var seed in census.Seeds.Select(static seed => (Census: seed, seed.People.Score)))
        {
            var (state, old) = (section.Of(seed.Score), known?.Of(seed.Score));
            if (state?.Model is { } model && !(old?.Features == state.Features && model.IsSameAs(old.Model)))
            {
                sections = Array.ConvertAll(sections, one => Foresee(one, seed.Score, [.. seed.Census.Foresee(model)]));
            }
        }

        return sections;
    }

    private static PopulationSection Foresee(PopulationSection section, string score, (double Score, long People)[] people) => section switch
    {
        ScoreDistributionSection spread => spread.With(score, ScoreHistogram.Of(people)),
        CutSection cuts => new CutSection(cuts.Cuts.Select(cut => cut.Cut.Score == score ? Foresee(cut.Cut, people) : cut)),
        _ => section,
    };

    /// <summary>Of a few people of a sample nothing is told: where each stands for many, the next census counts.</summary>
    private static PublishedCut Foresee(ScoreCut cut, (double Score, long People)[] people)
    {
        var all = people.Sum(static one => one.People);
        var (each, asked) = (people.Length == 0 ? 1 : (double)all / people.Length, cut.Kind == CutKind.Rank ? cut.At : Math.Min(cut.At, 100 - cut.At) / 100 * all);
        return each > 1 && asked / each < FewestOfSample ? PublishedCut.Unknown(cut, all) : CutLearner.Next(cut, CutHistogram.Of(people), null);
    }
}
