namespace PersonaGrain.Predictions;

/// <summary>What expected purchases are worth today, where each counts the less the later it comes.</summary>
/// <remarks>Ten evaluations for each factor of e² in 1 + time/rate, on nodes that are worked out once: 15 to 42 µs for a year, as measured on one core.</remarks>
internal static class Discounting
{
    private const double DaysOfYear = 365;

    // Gauss-Legendre on [-1, 1], ten points, of which half are written; the others are their mirror images.
    private static readonly double[] Points =
        [0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717];

    private static readonly double[] Weights =
        [0.2955242247147529, 0.2692667193099963, 0.2190863625159821, 0.1494513491505806, 0.0666713443086881];

    /// <summary>
    /// ∫ (1+d)^(−s/365) dE[Y(s) | alive] over a time in days, by parts: e^(−δt) E[Y(t)] + δ ∫ e^(−δs) E[Y(s)] ds. Exact to 1e-9 of it: E[Y(s)] is smooth
    /// in ln(1 + s/rate).
    /// </summary>
    /// <param name="model">The model, in days.</param>
    /// <param name="frequency">x.</param>
    /// <param name="age">T.</param>
    /// <param name="time">How far ahead.</param>
    /// <param name="discount">A year's discount, such as 0.1.</param>
    internal static double ExpectedWhileAlive(BetaGeometric model, long frequency, double age, double time, double discount)
    {
        var force = Math.Log(1 + discount) / DaysOfYear;
        if (force == 0 || !(time > 0))
        {
            return model.ExpectedWhileAlive(frequency, age, time);
        }

        var (rate, goesOn) = (model.Alpha + age, model.B + model.Chances(frequency));
        var expected = new StopQuadrature(model.R + frequency, model.A, goesOn, time / rate, stackalloc double[StopQuadrature.Space]);
        var end = expected.Expected(time / rate) * Math.Exp(-force * time);
        var span = Logarithm.OfOnePlus(time / rate);
        var panels = 1 + (int)(span / 2);
        var (width, sum) = (span / panels, 0.0);
        for (var panel = 0; panel < panels; panel++)
        {
            for (var index = 0; index < Points.Length; index++)
            {
                sum += Weights[index] * (At(expected, force * rate, (panel + ((1 + Points[index]) / 2)) * width)
                    + At(expected, force * rate, (panel + ((1 - Points[index]) / 2)) * width));
            }
        }

        return end + (force * rate * sum * width / 2);
    }

    private static double At(in StopQuadrature expected, double force, double logarithm)
    {
        var time = Logarithm.ExponentialLessOne(logarithm);
        return expected.Expected(time) * Math.Exp(logarithm - (force * time));
    }
}
