using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Population;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Scores;
using PersonaGrain.Time;

namespace PersonaGrain.Scoring;

/// <summary>What one generation of the population says of a score: its learned weights, the probability of the outcome, and how scores are spread.</summary>
internal sealed class ScoreOutlook
{
    private readonly ScoreShape _shape;
    private readonly PopulationModel _population;
    private readonly OutcomeSection? _outcomes;
    private readonly OutcomeState? _state;
    private readonly OutcomeModel? _model;
    private readonly ScoreHistogram? _people;
    private readonly LookAlikeState? _alike;

    internal ScoreOutlook(ScoreShape shape, PopulationModel population)
    {
        (_shape, _population) = (shape, population);
        _outcomes = population.Section<OutcomeSection>();
        _state = shape.Outcome is null ? null : _outcomes?.Of(shape);
        _people = population.Section<ScoreDistributionSection>()?.Of(shape.Name);

        _alike = shape.Similarity is null ? null : population.Section<LookAlikeSection>()?.Of(shape);

        // What somebody rolled back is not told either, nor the same weights learned once more.
        _model = _state?.Applied ?? (_state?.Proposed is { } proposed && !proposed.IsSameAs(_state.Held) ? proposed : null);
    }

    /// <summary>Whether there is nothing to say beside the points.</summary>
    internal bool SaysNothing => _model is null && _people is null;

    /// <summary>What tells members from others, where the score is a look-alike; null before it was learned.</summary>
    internal LookAlikeModel? Alike => _alike?.Model;

    /// <summary>The weights of the score: of those that are learned, the applied ones, and before there are any as the catalog has them.</summary>
    internal double[] Weights()
    {
        if (Alike is { IsCentre: false } alike)
        {
            return alike.Weights;
        }

        var weights = Array.ConvertAll(_shape.Terms, static term => term.Weight);
        if (_state?.Applied is { } applied)
        {
            for (var index = 0; index < weights.Length; index++)
            {
                weights[index] = _shape.Terms[index].IsLearned ? applied.Weights[index] : weights[index];
            }
        }

        return weights;
    }

    /// <summary>What is said of a profile.</summary>
    /// <param name="relevances">Of each measure.</param>
    /// <param name="value">The score.</param>
    internal ScorePrediction? Predict(ReadOnlySpan<float> relevances, double value)
    {
        var percentile = _people?.Percentile(value);
        return _model is null && percentile is null ? null : new ScorePrediction(_model?.Estimate(relevances), _shape.Horizon, percentile);
    }

    /// <summary>Whom people are compared with, and how that was learned; null of a score that is no look-alike.</summary>
    internal ScoreSimilarity? Similarity() => _shape.Similarity is { } similarity
        ? new ScoreSimilarity(similarity.Seed, similarity.By, _population.Generation, _population.At, _alike)
        : null;

    /// <summary>How it was learned; null of a score without an outcome.</summary>
    internal ScoreLearning? Learning(Instant now)
    {
        if (_shape.Outcome is not { } outcome)
        {
            return null;
        }

        var isOld = _population.Generation > 0 && _outcomes is not null && now - _population.At > _outcomes.OldFrom;
        return new ScoreLearning(outcome, _shape.Horizon, _population.Generation, _population.At, isOld, _shape.LearnsWeights, _state);
    }
}
