using PersonaGrain.Time;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>What tells the members of a segment from others. Not changed once made.</summary>
public sealed record LookAlikeModel
{
    /// <summary>A deviation is never told smaller: a centre that all members share to a hair would be near to nobody.</summary>
    public const double LeastDeviation = 0.05;

    /// <summary>Counts the models of a look-alike that were in force, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was learned.</summary>
    public required Instant At { get; init; }

    /// <summary>The log-odds of one for whom nothing is relevant, of being a member; 0 of a centre.</summary>
    public double Bias { get; init; }

    /// <summary>By how much the log-odds rise from relevance 0 to relevance 1 of each measure; none of a centre.</summary>
    public double[] Weights { get; init; } = [];

    /// <summary>Values of traits that are compared beside measures; none of a centre.</summary>
    public IReadOnlyList<TraitFeature> Traits { get; init; } = [];

    /// <summary>The median squared distance of the members from their centre, at least 1; 0 where it is no centre.</summary>
    public double Median { get; init; }

    /// <summary>The members it was learned from.</summary>
    public required FeatureSummary Members { get; init; }

    /// <summary>The others it was learned from.</summary>
    public required FeatureSummary Others { get; init; }

    /// <summary>Whether it is a centre.</summary>
    public bool IsCentre => Median > 0;

    /// <summary>Whether scores are the same by another one.</summary>
    public bool IsSameAs(LookAlikeModel? other) => other is not null && Median.Equals(other.Median) && Weights.AsSpan().SequenceEqual(other.Weights)
        && Traits.Select(static one => (one.Value, one.Weight)).SequenceEqual(other.Traits.Select(static one => (one.Value, one.Weight)))
        && (!IsCentre || (Members.Means.AsSpan().SequenceEqual(other.Members.Means) && Members.Deviations.AsSpan().SequenceEqual(other.Members.Deviations)));

    /// <summary>The sum of all weights, without their signs; 0 of a centre.</summary>
    public double TotalWeight => Weights.Sum(Math.Abs) + Traits.Sum(static one => Math.Abs(one.Weight));

    /// <summary>What people are ranked by: the greater, the more alike. The score has the same order.</summary>
    public double Rank(in PersonFeatures person)
    {
        var sum = Rank(person.Relevances);
        foreach (var feature in Traits)
        {
            sum += person.Values.Contains(feature.Value) ? feature.Weight : 0;
        }

        return sum;
    }

    /// <summary>The score, 0 to 100, without additions by context.</summary>
    public double Score(in PersonFeatures person)
    {
        const double most = 100;
        if (IsCentre)
        {
            return most / (1 - (Rank(person) / Median));
        }

        return TotalWeight is var total && total == 0 ? 0 : Math.Clamp(most * (Rank(person) - Bias) / total, 0, most);
    }

    /// <summary>As <see cref="Rank(in PersonFeatures)"/>, by measures alone.</summary>
    /// <param name="relevances">In the score's order.</param>
    public double Rank(ReadOnlySpan<float> relevances)
    {
        var sum = IsCentre ? 0 : Bias;
        for (var measure = 0; measure < relevances.Length; measure++)
        {
            sum += IsCentre ? -SquaredDistance(measure, relevances[measure]) : Weights[measure] * relevances[measure];
        }

        return sum;
    }

    /// <summary>How far a relevance is from the members' mean, in their deviations, squared.</summary>
    public double SquaredDistance(int measure, double relevance)
    {
        var distance = (relevance - Members.Means[measure]) / Math.Max(LeastDeviation, Members.Deviations[measure]);
        return distance * distance;
    }
}
