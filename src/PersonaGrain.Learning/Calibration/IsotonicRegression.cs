using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Calibration;

/// <summary>Fits a rising step function of the log-odds to what came, by pooling adjacent violators: for many landmarks.</summary>
/// <remarks>
/// M. Ayer et al., "An Empirical Distribution Function for Sampling with Incomplete Information" (1955). Landmarks are first gathered into at most
/// 100 groups of at least 20, so that a few at either end are not taken for certainty; pooled groups are drawn to the overall share by the
/// weight of one landmark, and pooled again, so that no share is 0 or 1. O(n log n).
/// </remarks>
internal static class IsotonicRegression
{
    private const int MostGroups = 100;
    private const int LeastOfGroup = 20;

    /// <summary>The function; the sample must hold landmarks of both kinds.</summary>
    internal static ProbabilityCalibration.Isotonic Fit(CalibrationSample sample)
    {
        var share = (double)sample.Positives / sample.Count;
        var pooled = Pool(Groups(sample));
        var smoothed = Pool(pooled.ConvertAll(group => group with { Positives = group.Positives + share, Weight = group.Weight + 1 }));
        return new ProbabilityCalibration.Isotonic(
            [.. smoothed.Select(static group => new CalibrationStep(group.Sum / group.Count, group.Share, group.Count))]);
    }

    /// <summary>Landmarks of equal log-odds are never parted.</summary>
    private static List<Group> Groups(CalibrationSample sample)
    {
        var keys = (double[])sample.LogOdds.Clone();
        var occurred = (bool[])sample.Occurred.Clone();
        Array.Sort(keys, occurred);
        var size = Math.Max(LeastOfGroup, (sample.Count + MostGroups - 1) / MostGroups);
        var groups = new List<Group>();
        for (var begin = 0; begin < keys.Length;)
        {
            var end = Math.Min(begin + size, keys.Length);
            while (end < keys.Length && (keys[end] == keys[end - 1] || keys.Length - end < LeastOfGroup))
            {
                end++;
            }

            groups.Add(new Group(
                keys.AsSpan(begin, end - begin).ToArray().Sum(), occurred.AsSpan(begin, end - begin).Count(true), end - begin, end - begin));
            begin = end;
        }

        return groups;
    }

    private static List<Group> Pool(List<Group> groups)
    {
        var pooled = new List<Group>();
        foreach (var next in groups)
        {
            var group = next;
            while (pooled.Count > 0 && pooled[^1].Share >= group.Share)
            {
                group = pooled[^1].With(group);
                pooled.RemoveAt(pooled.Count - 1);
            }

            pooled.Add(group);
        }

        return pooled;
    }

    /// <summary>Neighbours by log-odds, taken together.</summary>
    /// <param name="Sum">Of the log-odds.</param>
    /// <param name="Positives">How many the outcome followed.</param>
    /// <param name="Weight">Of how many.</param>
    /// <param name="Count">How many landmarks, without what was added.</param>
    private readonly record struct Group(double Sum, double Positives, double Weight, int Count)
    {
        internal double Share => Positives / Weight;

        internal Group With(Group other) => new(Sum + other.Sum, Positives + other.Positives, Weight + other.Weight, Count + other.Count);
    }
}
