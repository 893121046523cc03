using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace PersonaGrain.Learning.Regression;

/// <summary>
/// The log-likelihood of a logistic regression at some coefficients, its gradient, and the observed information: minus its second derivatives.
/// </summary>
internal sealed record LogisticPoint(double LogLikelihood, Vector<double> Gradient, Matrix<double> Information)
{
    /// <summary>Computes them. O(rows · features²).</summary>
    public static LogisticPoint At(DesignMatrix design, IReadOnlyList<bool> outcomes, Vector<double> coefficients)
    {
        var width = design.Width;
        var (sum, gradient, information, weights) = (0.0, new double[width], new double[width, width], coefficients.ToArray());
        for (var index = 0; index < outcomes.Count; index++)
        {
            var row = design.Rows[index];
            var logOdds = 0.0;
            for (var column = 0; column < width; column++)
            {
                logOdds += weights[column] * row[column];
            }

            var towards = outcomes[index] ? logOdds : -logOdds;
            sum -= towards > 0 ? SpecialFunctions.Log1p(Math.Exp(-towards)) : SpecialFunctions.Log1p(Math.Exp(towards)) - towards;
            var (probability, other) = (1 / (1 + Math.Exp(-logOdds)), 1 / (1 + Math.Exp(logOdds)));
            var residual = outcomes[index] ? other : -probability;
            for (var column = 0; column < width; column++)
            {
                gradient[column] += residual * row[column];
                var weighted = probability * other * row[column];
                for (var before = 0; before <= column; before++)
                {
                    information[column, before] += weighted * row[before];
                }
            }
        }

        for (var column = 0; column < width; column++)
        {
            for (var before = 0; before < column; before++)
            {
                information[before, column] = information[column, before];
            }
        }

        return new LogisticPoint(sum, DenseVector.OfArray(gradient), DenseMatrix.OfArray(information));
    }
}
