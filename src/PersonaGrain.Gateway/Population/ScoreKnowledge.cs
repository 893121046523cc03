using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Scoring;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Population;

/// <summary>What is known of a score.</summary>
/// <param name="Score">Its name.</param>
/// <param name="Document">As the catalog has it.</param>
/// <param name="Generation">The generation; 0 before the first.</param>
/// <param name="At">The instant that it is as of.</param>
/// <param name="Associations">Whether its outcome follows each measure, the closest first; without those of which nothing was counted.</param>
/// <param name="State">What was learned; null where nothing was.</param>
internal sealed record ScoreKnowledge(
    string Score,
    ScoreDocument Document,
    long Generation,
    Instant At,
    IReadOnlyList<(string Measure, MeasureAssociation Association)> Associations,
    OutcomeState? State)
{
    /// <summary>Whom people are compared with, and how that was learned; null of a score that is no look-alike.</summary>
    internal ScoreSimilarity? Similarity { get; private init; }

    /// <summary>Its measures, in the order in which they are learned.</summary>
    internal IReadOnlyList<string> Measures { get; private init; } = [];

    /// <summary>Where conditions of the catalog cut it among people, as of the generation.</summary>
    internal IReadOnlyList<PublishedCut> Cuts { get; init; } = [];

    internal static ScoreKnowledge Of(PopulationModel model, Catalog catalog, string score, ScoreDocument document)
    {
        var associations = catalog.MeasuresOf(document.Outcome is null ? string.Empty : score)
            .Select(measure => (measure.Name, Association: model.Association(measure.Key, document.Outcome!, document.Horizon)))
            .Where(static one => one.Association is not null)
            .Select(static one => (one.Name, Association: one.Association!.Value))
            .OrderByDescending(static one => Math.Abs(one.Association.Correlation)).ThenBy(static one => one.Name, StringComparer.Ordinal);
        return new ScoreKnowledge(score, document, model.Generation, model.At, [.. associations], StateOf(model, catalog, score))
        {
            Similarity = document.Similarity is { } compared
                ? new ScoreSimilarity(compared.Seed, compared.By, model.Generation, model.At, model.Section<LookAlikeSection>()?.Of(catalog, score))
                : null,
            Measures = [.. catalog.MeasuresOf(score).Select(static measure => measure.Name)],
            Cuts = [.. (model.Section<CutSection>()?.Cuts ?? []).Where(one => one.Cut.Score == score)],
        };
    }

    /// <summary>What was learned of a score as the catalog has it now; null where nothing was.</summary>
    internal static OutcomeState? StateOf(PopulationModel model, Catalog catalog, string score) =>
        catalog.PredictedScores.FirstOrDefault(one => one.Name == score) is { } predicted ? model.Section<OutcomeSection>()?.Of(predicted) : null;
}
