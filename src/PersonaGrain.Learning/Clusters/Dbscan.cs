namespace PersonaGrain.Learning.Clusters;

/// <summary>DBSCAN (Ester, Kriegel, Sander and Xu 1996): clusters of rows that lie dense, and noise.</summary>
/// <param name="Labels">The cluster of each row, from 0 in the order of rows; <see cref="Noise"/> for one that is in none.</param>
public sealed record Dbscan(IReadOnlyList<int> Labels)
{
    /// <summary>The label of a row that is in no cluster.</summary>
    public const int Noise = -1;

    /// <summary>How many clusters there are.</summary>
    public int Clusters => Labels.Max() + 1;

    /// <summary>Finds the clusters. O(rows²).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="radius">Rows that are no farther apart are neighbours.</param>
    /// <param name="leastNeighbors">From how many neighbours on, itself among them, a row is the core of a cluster.</param>
    public static Dbscan Fit(IReadOnlyList<double[]> rows, double radius, int leastNeighbors)
    {
        var neighbors = rows.Select(row => Neighbors(rows, row, radius)).ToArray();
        var labels = new int[rows.Count];
        Array.Fill(labels, Noise);
        var clusters = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] == Noise && neighbors[row].Length >= leastNeighbors)
            {
                Grow(row, clusters++, neighbors, labels, leastNeighbors);
            }
        }

        return new Dbscan(labels);
    }

    private static void Grow(int core, int cluster, int[][] neighbors, int[] labels, int leastNeighbors)
    {
        var open = new Stack<int>([core]);
        labels[core] = cluster;
        while (open.TryPop(out var row))
        {
            if (neighbors[row].Length < leastNeighbors)
            {
                continue;
            }

            foreach (var neighbor in neighbors[row].Where(neighbor => labels[neighbor] == Noise))
            {
                labels[neighbor] = cluster;
                open.Push(neighbor);
            }
        }
    }

    private static int[] Neighbors(IReadOnlyList<double[]> rows, double[] row, double radius) =>
        [.. Enumerable.Range(0, rows.Count).Where(other => Distances.Euclidean(row, rows[other]) <= radius)];
}
