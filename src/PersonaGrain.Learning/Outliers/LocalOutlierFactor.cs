using PersonaGrain.Learning.Clusters;

namespace PersonaGrain.Learning.Outliers;

/// <summary>Local outlier factor (Breunig, Kriegel, Ng and Sander 2000): how much less dense it is around a row than around its neighbours.</summary>
public static class LocalOutlierFactor
{
    // Between rows that are equal distances are 0; densities stay finite by this much, which is what scikit-learn has.
    private const double Least = 1e-10;

    /// <summary>The factor of each row; about 1 inside a cluster, larger for an outlier. O(rows²).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="neighbors">k: how many neighbours a row is compared with; at least 1, less than there are rows.</param>
    public static double[] Of(IReadOnlyList<double[]> rows, int neighbors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(neighbors, rows.Count);
        var nearest = Enumerable.Range(0, rows.Count).Select(row => Nearest(rows, row, neighbors)).ToArray();
        var densities = Array.ConvertAll(
            nearest, own => 1 / (own.Average(neighbor => Math.Max(neighbor.Distance, nearest[neighbor.Row][^1].Distance)) + Least));
        return [.. nearest.Select((own, row) => own.Average(neighbor => densities[neighbor.Row]) / densities[row])];
    }

    private static (int Row, double Distance)[] Nearest(IReadOnlyList<double[]> rows, int row, int count) =>
    [
        .. Enumerable.Range(0, rows.Count).Where(other => other != row)
            .Select(other => (Row: other, Distance: Distances.Euclidean(rows[row], rows[other])))
            .OrderBy(static other => other.Distance).ThenBy(static other => other.Row).Take(count),
    ];
}
