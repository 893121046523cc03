using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace PersonaGrain.Learning.Fitting;

/// <summary>Where Newton's method ended.</summary>
/// <param name="Point">The logarithms of the parameters.</param>
/// <param name="Value">What was minimised, there.</param>
/// <param name="Hessian">Its second derivatives there.</param>
/// <param name="HasConverged">The gradient is zero there, and the second derivatives are those of a minimum.</param>
internal sealed record NewtonEnd(Vector<double> Point, double Value, Matrix<double> Hessian, bool HasConverged);

/// <summary>Newton's method, damped where the function is not convex (Levenberg), from a point near a minimum.</summary>
internal static class NewtonPolish
{
    private const int Iterations = 60;
    private const double LongestStep = 1;

    // The gradient is a mean over observations, each of the size of 1; sums of doubles are not more exact.
    private const double Zero = 1e-11;
    private const double NearlyZero = 1e-8;

    /// <summary>Runs until the gradient is zero, or nothing gets better.</summary>
    public static NewtonEnd Run(LogarithmicObjective objective, Vector<double> point)
    {
        var (value, gradient) = objective.Evaluate(point);
        var hessian = objective.Hessian(point);
        for (var iteration = 0; iteration < Iterations && double.IsFinite(value) && gradient.InfinityNorm() > Zero; iteration++)
        {
            if (Step(objective, point, value, gradient, hessian) is not { } next)
            {
                break;
            }

            (point, value, gradient) = (next.Point, next.Value, next.Gradient);
            hessian = objective.Hessian(point);
        }

        return new NewtonEnd(point, value, hessian, double.IsFinite(value) && gradient.InfinityNorm() <= NearlyZero && IsMinimum(hessian));
    }

    private static (Vector<double> Point, double Value, Vector<double> Gradient)? Step(
        LogarithmicObjective objective, Vector<double> point, double value, Vector<double> gradient, Matrix<double> hessian)
    {
        var identity = DenseMatrix.CreateIdentity(point.Count);
        for (var damping = 0.0; damping < 1e6; damping = Math.Max(1e-9, damping * 10))
        {
            var damped = hessian + (identity * damping);
            if (!IsMinimum(damped))
            {
                continue;
            }

            var step = damped.Solve(gradient);
            step *= Math.Min(1, LongestStep / step.InfinityNorm());
            var next = point - step;
            var (reached, slope) = objective.Evaluate(next);

            // At the bottom values differ by rounding alone; there a smaller gradient is what tells.
            if (reached < value || (reached <= value + (1e-13 * Math.Abs(value)) && slope.L2Norm() < gradient.L2Norm() / 2))
            {
                return (next, reached, slope);
            }
        }

        return null;
    }

    private static bool IsMinimum(Matrix<double> hessian)
    {
        if (hessian.Enumerate().Any(static one => !double.IsFinite(one)))
        {
            return false;
        }

        var values = hessian.Evd(Symmetricity.Symmetric).EigenValues;
        return values.All(one => one.Real > 1e-13);
    }
}
