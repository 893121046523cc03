namespace PersonaGrain.Predictions;

/// <summary>
/// BG/NBD (Fader, Hardie and Lee 2005) or MBG/NBD (Batislam, Denizel and Filiztekin 2007): while alive a customer buys at a rate that is Gamma(r, α) over
/// customers, and stops after a purchase with a probability that is Beta(a, b) over customers. Times are in the unit of <see cref="Alpha"/>.
/// </summary>
/// <param name="R">The shape of the rates.</param>
/// <param name="Alpha">The scale of the rates, a time.</param>
/// <param name="A">The first parameter of the probabilities of stopping.</param>
/// <param name="B">The second one.</param>
/// <param name="StopsAtFirst">Whether a customer may stop after the first purchase too: MBG/NBD.</param>
/// <remarks>No allocation. Measured on one core: P(alive) 0.03 µs, an expectation 0.1 to 1 µs, and 6 to 7 µs where the time is more than nine times α + T.</remarks>
public readonly record struct BetaGeometric(double R, double Alpha, double A, double B, bool StopsAtFirst)
{
    /// <summary>P(alive): the probability that a customer has not stopped by the end of the observation.</summary>
    /// <param name="frequency">x: purchases after the first one.</param>
    /// <param name="recency">t_x: from the first purchase to the last one.</param>
    /// <param name="age">T: from the first purchase to the end of the observation; not less than t_x.</param>
    public double ProbabilityAlive(long frequency, double recency, double age)
    {
        var chances = Chances(frequency);
        if (chances == 0)
        {
            return 1;
        }

        var logOdds = Math.Log(A) - Math.Log(B + chances - 1) + ((R + frequency) * (Math.Log(Alpha + age) - Math.Log(Alpha + recency)));
        return 1 / (1 + Math.Exp(logOdds));
    }

    /// <summary>E[Y(t)]: expected purchases within a time after the observation.</summary>
    public double ExpectedPurchases(long frequency, double recency, double age, double time) =>
        ProbabilityAlive(frequency, recency, age) * ExpectedWhileAlive(frequency, age, time);

    /// <summary>E[Y(t) | alive]: as <see cref="ExpectedPurchases"/>, of a customer who has not stopped by the end of the observation.</summary>
    public double ExpectedWhileAlive(long frequency, double age, double time) =>
        CountedPurchases.Expected(R + frequency, Alpha + age, A, B + Chances(frequency), time);

    /// <summary>The time until the next purchase, which is as likely to come before as after: the median, of a customer who is alive.</summary>
    public double MedianWait(long frequency, double age) => (Alpha + age) * Logarithm.ExponentialLessOne(Math.Log(2) / (R + frequency));

    /// <summary>After how many purchases a customer with x of them after the first might have stopped.</summary>
    public long Chances(long frequency) => frequency + (StopsAtFirst ? 1 : 0);
}
