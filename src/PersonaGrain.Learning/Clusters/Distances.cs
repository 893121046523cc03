namespace PersonaGrain.Learning.Clusters;

/// <summary>Distances between rows of numbers.</summary>
internal static class Distances
{
    /// <summary>The square of the Euclidean distance.</summary>
    public static double Squared(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var index = 0; index < one.Length; index++)
        {
            var difference = one[index] - other[index];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>The Euclidean distance.</summary>
    public static double Euclidean(ReadOnlySpan<double> one, ReadOnlySpan<double> other) => Math.Sqrt(Squared(one, other));
}
