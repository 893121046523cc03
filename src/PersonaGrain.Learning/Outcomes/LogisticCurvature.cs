using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>The summed loss of rows at some coefficients, its gradient and its second derivatives.</summary>
internal sealed class LogisticCurvature
{
    private LogisticCurvature(int size) => (Gradient, Hessian) = (new double[size], new double[size, size]);

    /// <summary>The gradient: for the bias, then for the weights.</summary>
    internal double[] Gradient { get; }

    /// <summary>The second derivatives, in the same order.</summary>
    internal double[,] Hessian { get; }

    /// <summary>O(rows × features²).</summary>
    internal static LogisticCurvature At(LearningRows rows, ReadOnlySpan<double> coefficients)
    {
        var curvature = new LogisticCurvature(rows.Width + 1);
        var lower = new double[(rows.Width + 1) * (rows.Width + 2) / 2];
        for (var index = 0; index < rows.Count; index++)
        {
            var probability = Logistic.Probability(rows.LogOdds(index, coefficients));
            Add(rows.Row(index), probability - rows.Targets[index], probability * (1 - probability), curvature.Gradient, lower);
        }

        for (var (row, entry) = (0, 0); row <= rows.Width; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                curvature.Hessian[row, column] = curvature.Hessian[column, row] = lower[entry++];
            }
        }

        return curvature;
    }

    /// <summary>The summed loss alone. O(rows × features).</summary>
    internal static double Loss(LearningRows rows, ReadOnlySpan<double> coefficients)
    {
        var sum = 0.0;
        for (var index = 0; index < rows.Count; index++)
        {
            var (logOdds, target) = (rows.LogOdds(index, coefficients), rows.Targets[index]);
            sum += Logistic.Loss(logOdds, true) + ((1 - target) * logOdds);
        }

        return sum;
    }

    private static void Add(ReadOnlySpan<double> row, double residual, double weight, Span<double> gradient, Span<double> lower)
    {
        gradient[0] += residual;
        lower[0] += weight;
        var entry = 1;
        for (var index = 0; index < row.Length; index++)
        {
            gradient[index + 1] += residual * row[index];
            var weighted = weight * row[index];
            lower[entry++] += weighted;
            var products = lower.Slice(entry, index + 1);
            for (var before = 0; before < products.Length; before++)
            {
                products[before] += weighted * row[before];
            }

            entry += products.Length;
        }
    }
}
