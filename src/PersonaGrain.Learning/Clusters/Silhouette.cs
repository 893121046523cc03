namespace PersonaGrain.Learning.Clusters;

/// <summary>The silhouette of clusters (Rousseeuw 1987).</summary>
public static class Silhouette
{
    /// <summary>
    /// The mean over rows of (b − a)/max(a, b), with a the mean distance from the other rows of the cluster and b that from the rows of the nearest
    /// other one; 0 for
    /// a row that is alone. Null where there is one cluster, or each row is one. O(rows²).
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">The cluster of each.</param>
    public static double? Mean(IReadOnlyList<double[]> rows, IReadOnlyList<int> labels)
    {
        var sizes = labels.CountBy(static label => label).ToDictionary();
        if (sizes.Count < 2 || sizes.Count == rows.Count)
        {
            return null;
        }

        var sum = 0.0;
        for (var row = 0; row < rows.Count; row++)
        {
            var distances = sizes.Keys.ToDictionary(static label => label, static _ => 0.0);
            for (var other = 0; other < rows.Count; other++)
            {
                distances[labels[other]] += Distances.Euclidean(rows[row], rows[other]);
            }

            if (sizes[labels[row]] > 1)
            {
                var own = distances[labels[row]] / (sizes[labels[row]] - 1);
                var nearest = distances.Where(entry => entry.Key != labels[row]).Min(entry => entry.Value / sizes[entry.Key]);
                var larger = Math.Max(own, nearest);
                sum += larger == 0 ? 0 : (nearest - own) / larger;
            }
        }

        return sum / rows.Count;
    }
}
