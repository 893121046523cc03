using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Evaluation;

/// <summary>Compares the log-losses of two forecasts of the same landmarks.</summary>
public static class LossGain
{
    /// <summary>
    /// By how much the one's mean is smaller than the other's, with the standard error of their paired difference, clustered by person.
    /// </summary>
    /// <param name="losses">Those of the forecast in question.</param>
    /// <param name="others">Those of what it is compared with.</param>
    /// <param name="people">Whose landmarks they are.</param>
    public static LossComparison Of(double[] losses, double[] others, ulong[] people)
    {
        var gain = others.Average() - losses.Average();
        var sums = new ClusteredSum();
        for (var index = 0; index < losses.Length; index++)
        {
            sums.Add(people[index], others[index] - losses[index] - gain);
        }

        return new LossComparison(others.Average(), gain, sums.StandardError / losses.Length);
    }
}
