using PersonaGrain.Learning.Population.Index;
using PersonaGrain.Learning.Population.Purchases;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>Makes a generation of what the population says out of a census.</summary>
public static class PopulationLearner
{
    private static readonly ISectionLearner[] Learners =
    [
        new AssociationLearner(),
        new OutcomeSectionLearner(),
        new ScoreDistributionLearner(),
        new CutLearner(),
        new PurchaseLearner(),
        new LookAlikeSectionLearner(),
        new IndexLearner(),
        new ForecastLearner(),
        new AccountIndexLearner(),
    ];

    /// <summary>The next generation.</summary>
    /// <param name="summary">What the census gathered.</param>
    /// <param name="before">The generation before; <see cref="PopulationModel.Empty"/> for none.</param>
    /// <param name="generation">Its number.</param>
    /// <param name="now">The instant that the census was as of.</param>
    /// <returns>It; sections that did not change are those of before.</returns>
    public static PopulationModel Learn(CensusSummary summary, PopulationModel before, long generation, Instant now)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(before);
        if (summary.People == 0 && before.Generation == 0)
        {
            // Nobody ever came, so there is nothing to say yet.
            return new PopulationModel(generation, now, 0, before.Sections);
        }

        PopulationSection[] learned = [.. Learners.Select(learner => learner.Learn(summary, summary.Catalog, before, generation, now)).OfType<PopulationSection>()];
        var sections = LookAlikeSpreads.Foresee(learned, summary, before).Select(section => before.Sections.FirstOrDefault(section.SaysTheSameAs) ?? section)
            .Concat(before.Sections.OfType<UnknownSection>());
        return new PopulationModel(generation, now, summary.People, sections);
    }
}
