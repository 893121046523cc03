namespace PersonaGrain.Learning.Correlations;

/// <summary>Ranks of values.</summary>
public static class Ranks
{
    /// <summary>The rank of each value, from 1 for the least; equal ones have the mean of their ranks.</summary>
    public static double[] Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(index => values[index])];
        var ranks = new double[values.Count];
        for (var (from, to) = (0, 0); from < order.Length; from = to)
        {
            while (to < order.Length && values[order[to]] == values[order[from]])
            {
                to++;
            }

            for (var place = from; place < to; place++)
            {
                ranks[order[place]] = (from + to + 1) / 2.0;
            }
        }

        return ranks;
    }
}
