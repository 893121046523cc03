namespace PersonaGrain.Population.Outcomes;

/// <summary>Probabilities and their log-odds, without overflow at either end.</summary>
public static class Logistic
{
    /// <summary>1 / (1 + e^−x).</summary>
    public static double Probability(double logOdds)
    {
        if (logOdds >= 0)
        {
            return 1 / (1 + Math.Exp(-logOdds));
        }

        var odds = Math.Exp(logOdds);
        return odds / (1 + odds);
    }

    /// <summary>ln(p / (1 − p)); infinite at 0 and 1.</summary>
    public static double LogOdds(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>−ln of the probability that these log-odds give to what came, in nats.</summary>
    public static double Loss(double logOdds, bool occurred)
    {
        var against = occurred ? -logOdds : logOdds;
        return Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
    }
}
