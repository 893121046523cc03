namespace PersonaGrain.Learning.Outcomes;

/// <summary>
/// Logistic regression under an L1 and an L2 penalty of the weights: the coefficients that FTRL-Proximal approaches with endless examples.
/// </summary>
/// <remarks>
/// Newton steps where there is no L1 penalty, and proximal ones where there is or where features are collinear: the loss's quadratic approximation with both penalties is minimised by coordinate descent (J. Friedman, T. Hastie,
/// R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010), and a step is halved until the penalised loss
/// falls. With an L2 penalty there is one minimum, also where features are collinear or tell outcomes apart without error.
/// </remarks>
internal static class PenalizedLogisticRegression
{
    private const int Iterations = 50;
    private const int Halvings = 30;
    private const int Sweeps = 1000;
    private const double StepOfConvergence = 1e-9;

    /// <summary>The bias, then the weights; null where they do not come to rest or are no finite numbers.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="l1">L1 penalty of the weights, of the summed loss.</param>
    /// <param name="l2">L2 penalty of the weights, of the summed loss.</param>
    /// <param name="start">Coefficients to start from.</param>
    internal static double[]? Fit(LearningRows rows, double l1, double l2, ReadOnlySpan<double> start)
    {
        var coefficients = start.ToArray();
        var objective = Objective(rows, l1, l2, coefficients);
        for (var iteration = 0; iteration < Iterations && double.IsFinite(objective); iteration++)
        {
            var curvature = LogisticCurvature.At(rows, coefficients);
            var step = (l1 == 0 ? NewtonStep.Of(curvature, l2, coefficients) : null) ?? Descent(curvature, l1, l2, coefficients);
            var (next, value) = (Moved(coefficients, step), 0.0);
            for (var halvings = 0; halvings < Halvings; halvings++)
            {
                value = Objective(rows, l1, l2, next);
                if (value <= objective + (1e-12 * Math.Abs(objective)))
                {
                    break;
                }

                step = Array.ConvertAll(step, static one => one / 2);
                next = Moved(coefficients, step);
            }

            (coefficients, objective) = (next, value);
            if (step.Max(Math.Abs) <= StepOfConvergence * (1 + coefficients.Max(Math.Abs)))
            {
                return Array.TrueForAll(coefficients, double.IsFinite) ? coefficients : null;
            }
        }

        return null;
    }

    private static double Objective(LearningRows rows, double l1, double l2, double[] coefficients)
    {
        var sum = LogisticCurvature.Loss(rows, coefficients);
        foreach (var weight in coefficients.AsSpan(1))
        {
            sum += (l1 * Math.Abs(weight)) + (l2 / 2 * weight * weight);
        }

        return sum;
    }

    /// <summary>The step to the minimum of the penalised quadratic approximation, by coordinate descent.</summary>
    private static double[] Descent(LogisticCurvature curvature, double l1, double l2, double[] coefficients)
    {
        var step = new double[coefficients.Length];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var greatest = 0.0;
            for (var index = 0; index < step.Length; index++)
            {
                var to = Minimum(curvature, index == 0 ? (0, 0) : (l1, l2), coefficients[index], step, index);
                greatest = Math.Max(greatest, Math.Abs(to - step[index]));
                step[index] = to;
            }

            if (!(greatest > 1e-13))
            {
                break;
            }
        }

        return step;
    }

    /// <summary>Where the approximation is least along one coefficient, the steps of the others being given.</summary>
    private static double Minimum(LogisticCurvature curvature, (double L1, double L2) penalty, double from, double[] step, int index)
    {
        var slope = curvature.Gradient[index];
        for (var other = 0; other < step.Length; other++)
        {
            slope += other == index ? 0 : curvature.Hessian[index, other] * step[other];
        }

        var own = curvature.Hessian[index, index];
        var towards = (own * from) - slope;
        return own + penalty.L2 <= 0 ? 0
            : (Math.CopySign(Math.Max(0, Math.Abs(towards) - penalty.L1), towards) / (own + penalty.L2)) - from;
    }

    private static double[] Moved(double[] coefficients, double[] step)
    {
        var moved = new double[step.Length];
        for (var index = 0; index < step.Length; index++)
        {
            moved[index] = coefficients[index] + step[index];
        }

        return moved;
    }
}
