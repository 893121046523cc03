using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Regression;

/// <summary>Logistic regression by maximum likelihood: Newton's method, which for this model is iteratively reweighted least squares.</summary>
public static class LogisticRegression
{
    private const int Iterations = 100;
    private const double StepOfConvergence = 1e-10;

    // Of the least curvature, relative to that at the start: a row whose log-odds are 23 weighs this little, and only rows that are told apart get
    // there.
    private const double Flat = 1e-10;

    /// <summary>The coefficients under which the outcomes are the most likely.</summary>
    /// <param name="names">The features' names.</param>
    /// <param name="features">The features of each row; finite numbers.</param>
    /// <param name="outcomes">Whether the event occurred, row by row.</param>
    /// <param name="hasIntercept">Whether a coefficient stands alone; without it the log-odds are 0 where all features are 0.</param>
    public static LogisticResult Fit(IReadOnlyList<string> names, IReadOnlyList<double[]> features, IReadOnlyList<bool> outcomes, bool hasIntercept = true)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(outcomes.Count, features.Count, nameof(outcomes));
        var events = outcomes.Count(static outcome => outcome);
        if (WhyNot(names.Count + (hasIntercept ? 1 : 0), outcomes.Count, events) is { } fault)
        {
            return new LogisticResult.Failed(fault);
        }

        var design = new DesignMatrix(features, hasIntercept);
        return design.FindDependent() is { } column
            ? new LogisticResult.Failed(OfDependent(names, column - design.First, features, hasIntercept))
            : Run(names, design, outcomes, events);
    }

    private static LogisticResult Run(IReadOnlyList<string> names, DesignMatrix design, IReadOnlyList<bool> outcomes, int events)
    {
        var rate = (double)events / outcomes.Count;
        var coefficients = (Vector<double>)DenseVector.Create(design.Width, 0);
        if (design.First > 0)
        {
            coefficients[0] = Math.Log(rate / (1 - rate));
        }

        var point = LogisticPoint.At(design, outcomes, coefficients);
        var nullLogLikelihood = point.LogLikelihood;
        var curvature = point.Information.Evd(Symmetricity.Symmetric).EigenValues.Min(static value => value.Real);
        for (var iteration = 1; iteration <= Iterations; iteration++)
        {
            if (point.Information.Evd(Symmetricity.Symmetric).EigenValues.Min(static value => value.Real) < Flat * curvature)
            {
                break;
            }

            var step = point.Information.Cholesky().Solve(point.Gradient);
            var next = LogisticPoint.At(design, outcomes, coefficients + step);
            for (var halvings = 0; next.LogLikelihood < point.LogLikelihood - (1e-12 * Math.Abs(point.LogLikelihood)) && halvings < 30; halvings++)
            {
                step /= 2;
                next = LogisticPoint.At(design, outcomes, coefficients + step);
            }

            coefficients += step;
            point = next;
            if (step.InfinityNorm() <= StepOfConvergence * (1 + coefficients.InfinityNorm()))
            {
                return new LogisticResult.Fitted(Model(names, design, coefficients, point, nullLogLikelihood, events, iteration));
            }
        }

        return new LogisticResult.Failed(OfSeparable(names, [.. coefficients.Skip(design.First)]));
    }

    private static LogisticModel Model(
        IReadOnlyList<string> names, DesignMatrix design, Vector<double> coefficients, LogisticPoint point, double nullLogLikelihood, int events,
            int iterations)
    {
        var toOriginal = DenseMatrix.OfArray(design.ToOriginal());
        var estimates = toOriginal * coefficients;
        var variances = (toOriginal * point.Information.Cholesky().Solve(toOriginal.Transpose())).Diagonal();
        var named = estimates.Select((estimate, index) =>
            new Coefficient(index < design.First ? LogisticModel.Intercept : names[index - design.First], estimate, Math.Sqrt(variances[index])));
        return new LogisticModel([.. named], point.LogLikelihood, nullLogLikelihood, design.Rows.Length, events, iterations) { HasIntercept = design.First > 0 };
    }

    private static FitFault? WhyNot(int coefficients, int rows, int events) => (rows, events) switch
    {
        (0, _) => new FitFault("there are no rows", "give some hundred rows"),
        (1, _) => new FitFault("there is one row, and one does not tell what goes along with the outcome", "give some hundred rows"),
        (_, 0) => new FitFault("the outcome never occurs", "give rows of both kinds") { Variable = "target" },
        _ when events == rows => new FitFault("the outcome always occurs", "give rows of both kinds") { Variable = "target" },
        _ when rows <= coefficients =>
            new FitFault($"{rows} rows do not determine {coefficients} coefficients", "give at least ten rows for each feature"),
        _ => null,
    };

    private static FitFault OfDependent(IReadOnlyList<string> names, int feature, IReadOnlyList<double[]> features, bool hasIntercept)
    {
        var isConstant = features.All(row => row[feature] == features[0][feature]) && (hasIntercept || features[0][feature] == 0);
        return new FitFault(
            isConstant ? "all values are equal, so the feature says nothing"
                : "the feature is a combination of those before it, so their coefficients are not determined",
            "leave the feature out")
        {
            Variable = names[feature],
        };
    }

    private static FitFault OfSeparable(IReadOnlyList<string> names, double[] coefficients)
    {
        var steepest = Enumerable.Range(0, names.Count).MaxBy(index => Math.Abs(coefficients[index]));
        return new FitFault(
            $"the fit did not converge: the features tell the outcomes of some or all rows apart without error (above all {names[steepest]}), "
            + "so the likelihood goes on rising as the coefficients grow without bound",
            "leave out a feature that is known only after the outcome, or give more rows")
        {
            Variable = names[steepest],
        };
    }
}
