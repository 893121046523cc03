namespace PersonaGrain.Learning.Outcomes;

/// <summary>The step to the minimum of the loss's quadratic approximation under an L2 penalty alone, by Cholesky's factor of the second derivatives.</summary>
/// <remarks>Exact where coordinate descent creeps: with features in a narrow band, whose second derivatives are nearly collinear. O(features³).</remarks>
internal static class NewtonStep
{
    // What is left of a diagonal below this share is rounding.
    private const double LeastPivot = 1e-12;

    /// <summary>For the bias, then for the weights; null where the second derivatives are singular, so that there is no single minimum.</summary>
    /// <param name="curvature">The loss at the coefficients.</param>
    /// <param name="l2">The penalty of the weights.</param>
    /// <param name="coefficients">The bias, then the weights.</param>
    internal static double[]? Of(LogisticCurvature curvature, double l2, double[] coefficients)
    {
        if (Factor(curvature.Hessian, l2) is not { } factor)
        {
            return null;
        }

        var step = new double[coefficients.Length];
        for (var row = 0; row < step.Length; row++)
        {
            step[row] = -curvature.Gradient[row] - (row == 0 ? 0 : l2 * coefficients[row]);
            for (var column = 0; column < row; column++)
            {
                step[row] -= factor[row, column] * step[column];
            }

            step[row] /= factor[row, row];
        }

        for (var row = step.Length - 1; row >= 0; row--)
        {
            for (var below = row + 1; below < step.Length; below++)
            {
                step[row] -= factor[below, row] * step[below];
            }

            step[row] /= factor[row, row];
        }

        return step;
    }

    /// <summary>The lower triangle L with L·Lᵀ = H + penalty.</summary>
    private static double[,]? Factor(double[,] hessian, double l2)
    {
        var size = hessian.GetLength(0);
        var factor = new double[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var own = hessian[row, column] + (row == column && row > 0 ? l2 : 0);
                var left = own;
                for (var before = 0; before < column; before++)
                {
                    left -= factor[row, before] * factor[column, before];
                }

                if (row == column && !(left > LeastPivot * own))
                {
                    return null;
                }

                factor[row, column] = row == column ? Math.Sqrt(left) : left / factor[column, column];
            }
        }

        return factor;
    }
}
