using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace PersonaGrain.Learning.Fitting;

/// <summary>
/// What is minimised: the mean negative log-likelihood as a function of the logarithms of the parameters, so that every point is a valid one and the
/// size of the data does not change what "flat" means.
/// </summary>
internal sealed class LogarithmicObjective(ILikelihood likelihood)
{
    // A search that strays farther is past all that MaximumLikelihood takes for an answer.
    private const double Farthest = 16;

    /// <summary>How many parameters there are.</summary>
    public int Dimension => likelihood.ParameterNames.Count;

    /// <summary>The value and the gradient at a point; infinite with a gradient of zero where it can not be computed.</summary>
    public (double Value, Vector<double> Gradient) Evaluate(Vector<double> logarithms)
    {
        var parameters = Array.ConvertAll(logarithms.ToArray(), Math.Exp);
        var gradient = new double[parameters.Length];
        var value = logarithms.Any(static one => !(Math.Abs(one) < Farthest)) ? double.NaN
            : -likelihood.Evaluate(parameters, gradient) / likelihood.Observations;
        for (var index = 0; index < gradient.Length; index++)
        {
            gradient[index] *= -parameters[index] / likelihood.Observations;
        }

        return double.IsFinite(value) && Array.TrueForAll(gradient, double.IsFinite)
            ? (value, DenseVector.OfArray(gradient))
            : (double.PositiveInfinity, DenseVector.Create(gradient.Length, 0));
    }

    /// <summary>The second derivatives at a point, by central differences of the gradient.</summary>
    public Matrix<double> Hessian(Vector<double> logarithms)
    {
        const double Step = 1e-4;
        var hessian = DenseMatrix.Create(Dimension, Dimension, 0);
        for (var index = 0; index < Dimension; index++)
        {
            var (up, down) = (logarithms.Clone(), logarithms.Clone());
            up[index] += Step;
            down[index] -= Step;
            hessian.SetColumn(index, (Evaluate(up).Gradient - Evaluate(down).Gradient) / (2 * Step));
        }

        return (hessian + hessian.Transpose()) / 2;
    }
}
