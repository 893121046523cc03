namespace PersonaGrain.Learning.Outliers;

/// <summary>Isolation forest (Liu, Ting and Zhou 2008): outliers are cut off from the others by few random cuts.</summary>
public sealed class IsolationForest
{
    private const double EulerGamma = 0.5772156649015329;
    private readonly IsolationTree[] _trees;
    private readonly int _sample;

    private IsolationForest(IsolationTree[] trees, int sample) => (_trees, _sample) = (trees, sample);

    /// <summary>Grows a forest.</summary>
    /// <param name="rows">The rows; at least two.</param>
    /// <param name="seed">What cuts and samples are drawn from.</param>
    /// <param name="trees">How many trees.</param>
    /// <param name="sample">From how many rows each tree is grown, at most.</param>
    public static IsolationForest Grow(IReadOnlyList<double[]> rows, int seed, int trees = 100, int sample = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Count, 2, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfLessThan(sample, 2);
        var (random, size) = (new Random(seed), Math.Min(sample, rows.Count));
        var depth = (int)Math.Ceiling(Math.Log2(size));
        var grown = Enumerable.Range(0, trees).Select(_ =>
        {
            var order = Enumerable.Range(0, rows.Count).ToArray();
            random.Shuffle(order);
            return IsolationTree.Grow([.. order.Take(size).Select(row => rows[row])], depth, random);
        });
        return new IsolationForest([.. grown], size);
    }

    /// <summary>The score of a row, 0 to 1: near 1 for an outlier, at most 0.5 for what is like the others.</summary>
    public double Score(double[] row) => Math.Pow(2, -_trees.Average(tree => tree.PathLength(row)) / AveragePathLength(_sample));

    /// <summary>c(n): the average length of a search in a binary tree of n rows that does not find what it seeks.</summary>
    public static double AveragePathLength(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (Math.Log(rows - 1) + EulerGamma)) - (2.0 * (rows - 1) / rows),
    };
}
