using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.Optimization;

namespace PersonaGrain.Learning.Fitting;

/// <summary>
/// Finds the maximum of a likelihood: BFGS from the most promising of several starts, then Newton's method until the gradient is zero to the last
/// digits.
/// </summary>
internal static class MaximumLikelihood
{
    private const int SearchedStarts = 2;

    // Of the logarithm of a parameter: by a factor of a million the likelihood does not care about it any more.
    private const double Bound = 14;

    /// <summary>The maximum, or why there is none.</summary>
    /// <param name="likelihood">The likelihood; its data should be scaled so that parameters are near 1.</param>
    /// <param name="starts">Points to start from.</param>
    public static FitResult<IReadOnlyList<double>> Find(ILikelihood likelihood, IEnumerable<double[]> starts)
    {
        var objective = new LogarithmicObjective(likelihood);
        var found = starts
            .Select(static start => (Vector<double>)DenseVector.OfArray(Array.ConvertAll(start, Math.Log)))
            .OrderBy(start => objective.Evaluate(start).Value)
            .Take(SearchedStarts)
            .Select(start => NewtonPolish.Run(objective, Search(objective, start)))
            .ToList();

        // A lesser maximum is no answer where another start finds the likelihood to rise beyond it.
        var least = found.Min(static end => end.Value);
        var best = found.Find(end => end.HasConverged && end.Value <= least + (1e-9 * Math.Abs(least))) ?? found.MinBy(static end => end.Value)!;
        return Judge(likelihood, best);
    }

    /// <summary>The maximum near a point where there is one; else the maximum.</summary>
    /// <param name="likelihood">The likelihood.</param>
    /// <param name="near">The point; null for none.</param>
    /// <param name="starts">Points to start from where there is none near it.</param>
    public static FitResult<IReadOnlyList<double>> FindNear(ILikelihood likelihood, IReadOnlyList<double>? near, IEnumerable<double[]> starts) =>
        near is not null && Refine(likelihood, near) is FitResult<IReadOnlyList<double>>.Fitted refined ? refined : Find(likelihood, starts);

    /// <summary>The maximum near a point, or why there is none.</summary>
    /// <param name="likelihood">The likelihood.</param>
    /// <param name="near">The point.</param>
    public static FitResult<IReadOnlyList<double>> Refine(ILikelihood likelihood, IReadOnlyList<double> near) =>
        Judge(likelihood, NewtonPolish.Run(new LogarithmicObjective(likelihood), DenseVector.OfEnumerable(near.Select(static one => Math.Log(one)))));

    private static Vector<double> Search(LogarithmicObjective objective, Vector<double> start)
    {
        var best = (Point: start, objective.Evaluate(start).Value);
        try
        {
            new BfgsMinimizer(1e-7, 1e-9, 1e-13, 200).FindMinimum(ObjectiveFunction.Gradient(Seen), start);
        }
        catch (OptimizationException)
        {
            // A line search that finds no lower point ends the search where it is; whether that is a minimum is what Newton's method tells.
        }

        return best.Point;

        (double, Vector<double>) Seen(Vector<double> point)
        {
            var (value, gradient) = objective.Evaluate(point);
            if (value < best.Value)
            {
                best = (point.Clone(), value);
            }

            return (value, gradient);
        }
    }

    private static FitResult<IReadOnlyList<double>> Judge(ILikelihood likelihood, NewtonEnd end)
    {
        var parameters = Array.ConvertAll(end.Point.ToArray(), Math.Exp);
        var far = end.Point.AbsoluteMaximumIndex();
        if (Math.Abs(end.Point[far]) >= Bound / 2 && !(end.HasConverged && Math.Abs(end.Point[far]) < Bound))
        {
            return new FitResult<IReadOnlyList<double>>.Failed(RunAway(likelihood, end.Point));
        }

        if (!end.HasConverged)
        {
            return new FitResult<IReadOnlyList<double>>.Failed(new FitFault(
                "the fit did not converge: the likelihood is flat around the best parameters that were found",
                "give more customers, or a longer time over which they are observed"));
        }

        var covariance = end.Hessian.Inverse() / likelihood.Observations;
        var variances = covariance.Diagonal();
        var errors = parameters.Select((parameter, index) => parameter * Math.Sqrt(variances[index])).ToArray();
        return new FitResult<IReadOnlyList<double>>.Fitted(parameters,
            new LikelihoodMaximum(parameters, -end.Value * likelihood.Observations, errors) { LogCovariance = covariance.ToRowMajorArray() });
    }

    private static FitFault RunAway(ILikelihood likelihood, Vector<double> point)
    {
        var away = point.Select((one, index) => (Name: likelihood.ParameterNames[index], One: one))
            .Where(static entry => Math.Abs(entry.One) >= Bound / 2)
            .Select(static entry => $"{entry.Name} {(entry.One > 0 ? "grows without bound" : "falls towards 0")}");
        return new FitFault(
            $"the fit did not converge: the likelihood goes on rising while {string.Join(" and ", away)}",
            "these data do not tell apart what the model tells apart; give more customers, or a longer time over which they are observed");
    }
}
