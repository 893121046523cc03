namespace PersonaGrain.Population.LookAlikes;

/// <summary>How relevant measures are for some people: means and standard deviations, in the score's order.</summary>
/// <param name="People">How many people they are of.</param>
/// <param name="Means">The means.</param>
/// <param name="Deviations">The standard deviations.</param>
public sealed record FeatureSummary(int People, double[] Means, double[] Deviations)
{
    /// <summary>Means that differ by less than this are the same to people.</summary>
    private const double LeastMove = 0.05;

    private const double Errors = 3;

    /// <summary>Of people; none gives zeros.</summary>
    /// <param name="people">The people.</param>
    /// <param name="measures">How many measures there are.</param>
    public static FeatureSummary Of(IReadOnlyList<PersonFeatures> people, int measures)
    {
        ArgumentNullException.ThrowIfNull(people);
        var (means, deviations) = (new double[measures], new double[measures]);
        for (var measure = 0; measure < measures && people.Count > 0; measure++)
        {
            means[measure] = people.Average(one => one.Relevances[measure]);
            deviations[measure] = Math.Sqrt(people.Average(one => (one.Relevances[measure] - means[measure]) * (one.Relevances[measure] - means[measure])));
        }

        return new FeatureSummary(people.Count, means, deviations);
    }

    /// <summary>Whether a mean moved by more than 0.05, and by more than three standard errors of the difference.</summary>
    public bool MovedFrom(FeatureSummary before)
    {
        ArgumentNullException.ThrowIfNull(before);
        for (var measure = 0; measure < Means.Length; measure++)
        {
            var error = Math.Sqrt(Variance(measure) + before.Variance(measure));
            if (Math.Abs(Means[measure] - before.Means[measure]) > Math.Max(LeastMove, Errors * error))
            {
                return true;
            }
        }

        return false;
    }

    private double Variance(int measure) => Deviations[measure] * Deviations[measure] / Math.Max(1, People);
}
