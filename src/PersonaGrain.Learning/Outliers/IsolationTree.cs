namespace PersonaGrain.Learning.Outliers;

/// <summary>One tree of random cuts.</summary>
internal sealed class IsolationTree
{
    private readonly int _column;
    private readonly double _cut;
    private readonly int _rows;
    private readonly IsolationTree? _below;
    private readonly IsolationTree? _above;

    private IsolationTree(int rows) => _rows = rows;

    private IsolationTree(int column, double cut, IsolationTree below, IsolationTree above) =>
        (_column, _cut, _below, _above) = (column, cut, below, above);

    /// <summary>Cuts rows apart, each time in a random column that varies at a random place, down to a depth.</summary>
    public static IsolationTree Grow(List<double[]> rows, int depth, Random random)
    {
        int[] varying = rows.Count < 2 || depth == 0 ? []
            : [.. Enumerable.Range(0, rows[0].Length).Where(column => rows.Exists(row => row[column] != rows[0][column]))];
        if (varying.Length == 0)
        {
            return new IsolationTree(rows.Count);
        }

        var column = varying[random.Next(varying.Length)];
        var (least, most) = (rows.Min(row => row[column]), rows.Max(row => row[column]));
        var cut = least + (random.NextDouble() * (most - least));
        var (below, above) = (rows.FindAll(row => row[column] <= cut), rows.FindAll(row => row[column] > cut));
        return new IsolationTree(column, cut, Grow(below, depth - 1, random), Grow(above, depth - 1, random));
    }

    /// <summary>How many cuts it takes to a leaf, and how many more it would on average where the leaf holds several rows.</summary>
    public double PathLength(double[] row)
    {
        var (tree, cuts) = (this, 0);
        for (; tree._below is { } below && tree._above is { } above; cuts++)
        {
            tree = row[tree._column] <= tree._cut ? below : above;
        }

        return cuts + IsolationForest.AveragePathLength(tree._rows);
    }
}
