using PersonaGrain.Catalogs;
using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.LookAlikes;

/// <summary>Learns what tells the members of a segment from others: one generation of a look-alike.</summary>
/// <remarks>
/// <para>
/// A model is a logistic regression under an L2 penalty of 1 (the log-odds from relevance 0 to relevance 1 are about normal with a deviation of 1 before anything is
/// known). The people are samples of each kind, whose sizes say nothing: that moves the intercept alone (R. L. Prentice, R. Pyke, "Logistic disease incidence
/// models and case-control studies", 1979), which is put right for the true numbers (G. King, L. Zeng, "Logistic Regression in Rare Events Data", 2001).
/// </para>
/// <para>
/// Beside measures stand values of traits that many people have (<see cref="FrequentValues"/>), each 1 where a person has it and else 0, under the same penalty.
/// </para>
/// <para>
/// Pure: the same people, in whatever order, give the same state. O(people · measures²) a Newton step.
/// </para>
/// </remarks>
public static class LookAlikeLearner
{
    private const double Penalty = 1;

    /// <summary>Nobody sees a difference in ranking that is smaller, and models of nearly the same people differ by less without any error.</summary>
    private const double LeastGain = 0.01;

    /// <summary>So many times as many people of the rarer kind are better evidence, whatever the ranking says of it.</summary>
    private const int MoreEvidence = 4;

    /// <summary>The next generation. Where it brings no model, the one of before is kept, and the state says why.</summary>
    /// <param name="seed">What a census gathered; people with a relevance that is no finite number are left out.</param>
    /// <param name="before">The generation before; null before the first.</param>
    /// <param name="now">The instant that the census was as of.</param>
    public static LookAlikeState Learn(SeedPeople seed, LookAlikeState? before, Instant now)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var data = LookAlikeData.Of(seed.SomeMembers, seed.SomeOthers, seed.Measures);
        var known = before is not null && before.Features == seed.Features ? before : null;
        var state = new LookAlikeState
        {
            Score = seed.Score,
            Seed = seed.Seed,
            By = seed.By,
            Features = seed.Features,
            At = now,
            Members = seed.Members,
            Others = seed.Others,
            Model = known?.Model,
            Versions = before?.Versions ?? 0,
        };
        if (Math.Min(seed.SomeMembers.Count, seed.SomeOthers.Count) < LookAlikeState.Fewest)
        {
            return Judged(state with { Fault = LearningFault.TooLittle }, data);
        }

        var values = seed.By == SimilarityMethod.Model ? FrequentValues.Of(data) : [];
        if (values.Length == 0 && !Varies(data))
        {
            return Judged(state with { Fault = LearningFault.NothingVaries }, data);
        }

        if (Model(seed, data, values, state) is not { } model)
        {
            return Judged(state with { Fault = LearningFault.NotConverged }, data);
        }

        return Judged(TakesThePlace(model, state.Model, data) ? state with { Model = model, Versions = model.Version } : state, data);
    }

    private static LookAlikeState Judged(LookAlikeState state, LookAlikeData data)
    {
        if (state.Model is not { } model)
        {
            return state;
        }

        var forecasts = data.Forecast(model);
        var ranking = RankingQuality.Of(forecasts);
        return state with { Quality = new LookAlikeQuality(ranking.Auc, ranking.Low, ranking.High, forecasts.Positives, forecasts.Count - forecasts.Positives) };
    }

    /// <summary>
    /// Whether a new model takes the place of the one in force: where it ranks those held back better by 0.01 and by more than its error; or where what members or others do has
    /// moved, or there are four times as many of the rarer kind to learn from, and it is not worse by more than its error.
    /// </summary>
    private static bool TakesThePlace(LookAlikeModel model, LookAlikeModel? inForce, LookAlikeData data)
    {
        if (inForce is null)
        {
            return true;
        }

        var gain = RankingGain.Of(data.Forecast(model), data.Forecast(inForce));
        var isOther = model.Members.MovedFrom(inForce.Members) || model.Others.MovedFrom(inForce.Others)
            || FrequentValues.MovedFrom(inForce, data)
            || Rarer(model) >= MoreEvidence * Rarer(inForce);
        return (gain.IsClear && gain.Gain >= LeastGain) || (isOther && !gain.IsClearLoss);
    }

    private static int Rarer(LookAlikeModel model) => Math.Min(model.Members.People, model.Others.People);

    private static bool Varies(LookAlikeData data)
    {
        var first = data.Members.Concat(data.Others).Select(static one => one.Relevances).FirstOrDefault();
        return data.Members.Concat(data.Others).Any(one => !one.Relevances.AsSpan().SequenceEqual(first));
    }

    private static LookAlikeModel? Model(SeedPeople seed, LookAlikeData data, TraitFeature[] values, LookAlikeState state)
    {
        var model = new LookAlikeModel
        {
            Version = state.Versions + 1,
            At = state.At,
            Members = FeatureSummary.Of(data.Members, data.Measures),
            Others = FeatureSummary.Of(data.Others, data.Measures),
        };
        if (seed.By == SimilarityMethod.Centre)
        {
            return WithMedian(model, data);
        }

        return Fit(seed, data, values) is { } coefficients
            ? model with
            {
                Bias = coefficients[0],
                Weights = coefficients[1..(data.Measures + 1)],
                Traits = [.. values.Select((value, index) => value with { Weight = coefficients[data.Measures + 1 + index] })],
            }
            : null;
    }

    /// <summary>The median squared distance of the members, at least 1: where they are all alike, one deviation away is half as near.</summary>
    private static LookAlikeModel WithMedian(LookAlikeModel model, LookAlikeData data)
    {
        var centre = model with { Median = 1 };
        double[] distances = [.. data.Members.Select(one => -centre.Rank(one.Relevances)).Order()];
        return centre with { Median = distances.Length == 0 ? 1 : Math.Max(1, distances[distances.Length / 2]) };
    }

    private static double[]? Fit(SeedPeople seed, LookAlikeData data, TraitFeature[] values)
    {
        var rows = new LearningRows(data.Measures + values.Length, data.Members.Length + data.Others.Length);
        var thinning = Math.Log((double)seed.SomeMembers.Count / seed.Members * seed.Others / seed.SomeOthers.Count);
        for (var index = 0; index < rows.Count; index++)
        {
            var isMember = index < data.Members.Length;
            var person = isMember ? data.Members[index] : data.Others[index - data.Members.Length];
            var row = rows.Row(index);
            for (var measure = 0; measure < data.Measures; measure++)
            {
                row[measure] = person.Relevances[measure];
            }

            for (var value = 0; value < values.Length; value++)
            {
                row[data.Measures + value] = person.Values.Contains(values[value].Value) ? 1 : 0;
            }

            (rows.Targets[index], rows.Offsets[index], rows.People[index]) = (isMember ? 1 : 0, thinning, person.Person);
        }

        return PenalizedLogisticRegression.Fit(rows, 0, Penalty, new double[data.Measures + values.Length + 1]);
    }
}
