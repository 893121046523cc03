namespace PersonaGrain.Learning.Comparisons;

/// <summary>Corrects many comparisons, so that of what is found no more than a chosen part is expected to be chance.</summary>
/// <remarks>Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate: A Practical and Powerful Approach to Multiple Testing", 1995.</remarks>
public static class FalseDiscoveryRate
{
    /// <summary>The adjusted probabilities, each in the place of its own: what is at most q is found at a false discovery rate of q.</summary>
    public static double[] Adjust(IReadOnlyList<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        int[] order = [.. Enumerable.Range(0, probabilities.Count).OrderBy(index => probabilities[index])];
        var adjusted = new double[order.Length];
        var least = 1d;
        for (var rank = order.Length; rank > 0; rank--)
        {
            least = Math.Min(least, probabilities[order[rank - 1]] * order.Length / rank);
            adjusted[order[rank - 1]] = least;
        }

        return adjusted;
    }
}
