using PersonaGrain.Catalogs;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>The weights of each score that has an outcome.</summary>
internal sealed class OutcomeSectionLearner : ISectionLearner
{
    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now)
    {
        if (summary.Section<LandmarkCensus>() is not { } census)
        {
            return null;
        }

        var (known, since) = (before.Section<OutcomeSection>(), census.Since);
        var states = LearnedScores.Of(catalog, since)
            .Select(score => OutcomeLearner.Learn(score, census.Examples(score.Score), known?.Of(score.Score), now, LearningSettings.Default));
        return new OutcomeSection(states, before.Generation > 0 ? now - before.At : TimeSpan.Zero, known?.Interval ?? TimeSpan.Zero);
    }
}
