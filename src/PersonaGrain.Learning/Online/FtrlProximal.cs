using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Online;

/// <summary>Online logistic regression by FTRL-Proximal: one example after the other, a learning rate for each weight.</summary>
/// <remarks>
/// H. B. McMahan et al., "Ad Click Prediction: a View from the Trenches" (2013), algorithm 1. The bias has a coordinate of its own that is not
/// penalised. O(features) an example; 16 bytes a feature.
/// </remarks>
public sealed class FtrlProximal
{
    private readonly FtrlSettings _settings;
    private readonly double[] _z;
    private readonly double[] _n;

    /// <summary>Learns from nothing on.</summary>
    /// <param name="features">How many features there are.</param>
    /// <param name="settings">Its constants.</param>
    public FtrlProximal(int features, FtrlSettings settings)
    {
        _settings = settings;
        _z = new double[features + 1];
        _n = new double[features + 1];
        Coefficients = new double[features + 1];
    }

    /// <summary>The bias, then the weights, after the last example.</summary>
    public double[] Coefficients { get; }

    /// <summary>Foretells an example and then learns from it.</summary>
    /// <param name="features">Its features; finite numbers.</param>
    /// <param name="offset">Log-odds that are added and not learned: those of pinned weights.</param>
    /// <param name="occurred">Whether the outcome came.</param>
    /// <returns>The loss of what was foretold, before it was learned from: −ln of the probability given to what came.</returns>
    public double Learn(ReadOnlySpan<double> features, double offset, bool occurred)
    {
        var logOdds = offset + Coefficients[0];
        for (var index = 0; index < features.Length; index++)
        {
            logOdds += Coefficients[index + 1] * features[index];
        }

        var residual = Logistic.Probability(logOdds) - (occurred ? 1 : 0);
        Update(0, residual, 0, 0);
        for (var index = 0; index < features.Length; index++)
        {
            if (features[index] != 0)
            {
                Update(index + 1, residual * features[index], _settings.L1, _settings.L2);
            }
        }

        return Logistic.Loss(logOdds, occurred);
    }

    private void Update(int index, double gradient, double l1, double l2)
    {
        var (before, after) = (Math.Sqrt(_n[index]), Math.Sqrt(_n[index] + (gradient * gradient)));
        var z = _z[index] + gradient - ((after - before) / _settings.LearningRate * Coefficients[index]);
        _z[index] = z;
        _n[index] += gradient * gradient;
        Coefficients[index] = Math.Abs(z) <= l1 ? 0 : (Math.CopySign(l1, z) - z) / (((_settings.Beta + after) / _settings.LearningRate) + l2);
    }
}
