namespace PersonaGrain.Predictions;

/// <summary>What expected purchases are worth today, where each counts the less the later it comes.</summary>
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
    internal static double ExpectedWhileAlive(in BetaGeometric model, long frequency, double age, double time, double discount)
    {
        var force = Math.Log(1 + discount) / DaysOfYear;
        var (rate, end) = (model.Alpha + age, model.ExpectedWhileAlive(frequency, age, time) * Math.Exp(-force * time));
        if (force == 0)
        {
            return end;
        }

        var span = Logarithm.OfOnePlus(time / rate);
        var panels = 1 + (int)(span / 2);
        var (width, sum) = (span / panels, 0.0);
        for (var panel = 0; panel < panels; panel++)
        {
            for (var index = 0; index < Points.Length; index++)
            {
                sum += Weights[index] * (At(model, frequency, age, force, rate, (panel + ((1 + Points[index]) / 2)) * width)
                    + At(model, frequency, age, force, rate, (panel + ((1 - Points[index]) / 2)) * width));
            }
        }

        return end + (force * sum * width / 2);
    }

    private static double At(in BetaGeometric model, long frequency, double age, double force, double rate, double logarithm)
    {
        var time = rate * Logarithm.ExponentialLessOne(logarithm);
        return model.ExpectedWhileAlive(frequency, age, time) * Math.Exp(-force * time) * rate * Math.Exp(logarithm);
    }
}
