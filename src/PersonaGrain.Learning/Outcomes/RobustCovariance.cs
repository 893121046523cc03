using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>The covariance of fitted coefficients where several rows are of one person.</summary>
/// <remarks>
/// The sandwich H⁻¹·(Σ uᵢuᵢᵀ)·H⁻¹ with uᵢ the summed gradient of a person's rows: K.-Y. Liang, S. L. Zeger, "Longitudinal Data Analysis Using
/// Generalized Linear Models" (1986).
/// </remarks>
internal static class RobustCovariance
{
    /// <summary>Of the bias, then the weights. A weight that an L1 penalty left at 0 has none. O(rows × features²).</summary>
    /// <param name="rows">The rows that the coefficients were fitted to.</param>
    /// <param name="coefficients">The bias, then the weights.</param>
    /// <param name="l2">The L2 penalty they were fitted under.</param>
    internal static double[,] Of(LearningRows rows, double[] coefficients, double l2)
    {
        var active = Enumerable.Range(0, coefficients.Length).Where(index => index == 0 || coefficients[index] != 0).ToArray();
        var curvature = LogisticCurvature.At(rows, coefficients);
        var hessian = DenseMatrix.Create(active.Length, active.Length, (row, column) =>
            curvature.Hessian[active[row], active[column]] + (row == column && row > 0 ? l2 : 0));
        var inverse = hessian.Evd(Symmetricity.Symmetric) is { } spectrum && spectrum.EigenValues[0].Real > 0
            ? hessian.Cholesky().Solve(DenseMatrix.CreateIdentity(active.Length))
            : hessian.PseudoInverse();
        var sandwich = inverse * Scores(rows, coefficients, active) * inverse;
        var covariance = new double[coefficients.Length, coefficients.Length];
        for (var row = 0; row < active.Length; row++)
        {
            for (var column = 0; column < active.Length; column++)
            {
                covariance[active[row], active[column]] = sandwich[row, column];
            }
        }

        return covariance;
    }

    /// <summary>Σ uᵢuᵢᵀ over people, with the correction g/(g − 1) for g people.</summary>
    private static Matrix<double> Scores(LearningRows rows, double[] coefficients, int[] active)
    {
        var people = new Dictionary<ulong, double[]>();
        for (var index = 0; index < rows.Count; index++)
        {
            if (!people.TryGetValue(rows.People[index], out var score))
            {
                people.Add(rows.People[index], score = new double[active.Length]);
            }

            var residual = Logistic.Probability(rows.LogOdds(index, coefficients)) - rows.Targets[index];
            for (var column = 0; column < active.Length; column++)
            {
                score[column] += residual * (active[column] == 0 ? 1 : rows.Row(index)[active[column] - 1]);
            }
        }

        var sum = new double[active.Length, active.Length];
        foreach (var score in people.Values)
        {
            for (var row = 0; row < score.Length; row++)
            {
                for (var column = 0; column < score.Length; column++)
                {
                    sum[row, column] += score[row] * score[column];
                }
            }
        }

        return DenseMatrix.OfArray(sum) * (people.Count / Math.Max(1.0, people.Count - 1));
    }
}
