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
            if (section.Of(seed.Score)?.Model is { } model && !model.IsSameAs(known?.Of(seed.Score)?.Model))
            {
                sections = Array.ConvertAll(sections, one => Foresee(one, seed.Score, [.. seed.Census.Foresee(model)]));
            }
        }

        return sections;
    }

    private static PopulationSection Foresee(PopulationSection section, string score, (double, long)[] people) => section switch
    {
        ScoreDistributionSection spread => spread.With(score, ScoreHistogram.Of(people)),
        CutSection cuts => new CutSection(cuts.Cuts.Select(cut => cut.Cut.Score == score ? CutLearner.Next(cut.Cut, CutHistogram.Of(people), null) : cut)),
        _ => section,
    };
}
