namespace PersonaGrain.Learning.Clusters;

/// <summary>k-means: rows in k clusters, each row in that of the nearest centre.</summary>
/// <param name="Centers">The centres, the mean of their rows each; in the order of the first rows that are theirs.</param>
/// <param name="Labels">The cluster of each row, from 0.</param>
/// <param name="Inertia">The sum of the squared distances of rows from their centres.</param>
/// <param name="Iterations">Of the run that was the best.</param>
public sealed record KMeans(IReadOnlyList<double[]> Centers, IReadOnlyList<int> Labels, double Inertia, int Iterations)
{
    private const int Most = 1_000;

    /// <summary>How many rows each cluster has.</summary>
    public IReadOnlyList<int> Sizes => [.. Enumerable.Range(0, Centers.Count).Select(cluster => Labels.Count(label => label == cluster))];

    /// <summary>The best of several runs by Lloyd's algorithm, each from other starting points (k-means++, Arthur and Vassilvitskii 2007).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">k: at least 1, at most as many as there are different rows.</param>
    /// <param name="seed">What starting points are drawn from.</param>
    /// <param name="runs">How many runs.</param>
    public static KMeans Fit(IReadOnlyList<double[]> rows, int count, int seed, int runs = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, rows.Count);
        var random = new Random(seed);
        return Enumerable.Range(0, runs).Select(_ => Lloyd(rows, Start(rows, count, random))).MinBy(static one => one.Inertia)!.Ordered();
    }

    private static KMeans Lloyd(IReadOnlyList<double[]> rows, double[][] centers)
    {
        var labels = new int[rows.Count];
        Array.Fill(labels, -1);
        for (var iteration = 1; ; iteration++)
        {
            var inertia = Assign(rows, centers, labels, out var moved);
            if (!moved || iteration == Most)
            {
                return new KMeans(centers, labels, inertia, iteration);
            }

            Move(rows, centers, labels);
        }
    }

    private static double Assign(IReadOnlyList<double[]> rows, double[][] centers, int[] labels, out bool moved)
    {
        var inertia = 0.0;
        moved = false;
        for (var row = 0; row < labels.Length; row++)
        {
            var (nearest, least) = (0, double.PositiveInfinity);
            for (var cluster = 0; cluster < centers.Length; cluster++)
            {
                var distance = Distances.Squared(rows[row], centers[cluster]);
                if (distance < least)
                {
                    (nearest, least) = (cluster, distance);
                }
            }

            moved |= labels[row] != nearest;
            labels[row] = nearest;
            inertia += least;
        }

        return inertia;
    }

    private static void Move(IReadOnlyList<double[]> rows, double[][] centers, int[] labels)
    {
        for (var cluster = 0; cluster < centers.Length; cluster++)
        {
            var (sum, count) = (new double[centers[cluster].Length], 0);
            for (var row = 0; row < labels.Length; row++)
            {
                if (labels[row] == cluster)
                {
                    count++;
                    for (var column = 0; column < sum.Length; column++)
                    {
                        sum[column] += rows[row][column];
                    }
                }
            }

            // A cluster that lost its rows takes the one that is the worst off.
            centers[cluster] = count > 0
                ? Array.ConvertAll(sum, one => one / count)
                : rows[Enumerable.Range(0, labels.Length).MaxBy(row => Distances.Squared(rows[row], centers[labels[row]]))].ToArray();
        }
    }

    private static double[][] Start(IReadOnlyList<double[]> rows, int count, Random random)
    {
        var centers = new List<double[]> { rows[random.Next(rows.Count)].ToArray() };
        var distances = rows.Select(row => Distances.Squared(row, centers[0])).ToArray();
        while (centers.Count < count)
        {
            var drawn = random.NextDouble() * distances.Sum();
            var next = 0;
            while (next < distances.Length - 1 && (drawn -= distances[next]) > 0)
            {
                next++;
            }

            centers.Add(rows[next].ToArray());
            for (var row = 0; row < distances.Length; row++)
            {
                distances[row] = Math.Min(distances[row], Distances.Squared(rows[row], centers[^1]));
            }
        }

        return [.. centers];
    }

    private KMeans Ordered()
    {
        var order = Labels.Distinct().ToList();
        return this with { Centers = [.. order.Select(cluster => Centers[cluster])], Labels = [.. Labels.Select(label => order.IndexOf(label))] };
    }
}
