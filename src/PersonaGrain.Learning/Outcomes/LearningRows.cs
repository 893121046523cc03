namespace PersonaGrain.Learning.Outcomes;

/// <summary>Rows of features with what came of them, side by side in memory, and whose they are.</summary>
internal sealed class LearningRows(int width, int count)
{
    private readonly double[] _features = new double[width * count];

    /// <summary>How many features a row has.</summary>
    internal int Width => width;

    /// <summary>How many rows there are.</summary>
    internal int Count => count;

    /// <summary>1 where the outcome came and 0 where it did not; between them where the truth is smoothed.</summary>
    internal double[] Targets { get; } = new double[count];

    /// <summary>Log-odds that are added and not learned.</summary>
    internal double[] Offsets { get; } = new double[count];

    /// <summary>Whose each row is; rows of one person are dependent.</summary>
    internal ulong[] People { get; } = new ulong[count];

    /// <summary>The features of a row.</summary>
    internal Span<double> Row(int index) => _features.AsSpan(index * width, width);

    /// <summary>The log-odds of a row.</summary>
    /// <param name="index">Which.</param>
    /// <param name="coefficients">The bias, then the weights.</param>
    internal double LogOdds(int index, ReadOnlySpan<double> coefficients)
    {
        var sum = Offsets[index] + coefficients[0];
        var row = Row(index);
        for (var column = 0; column < row.Length; column++)
        {
            sum += coefficients[column + 1] * row[column];
        }

        return sum;
    }
}
