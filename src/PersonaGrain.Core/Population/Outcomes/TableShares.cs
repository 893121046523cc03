namespace PersonaGrain.Population.Outcomes;

/// <summary>The shares of a 2 × 2 table after shrinkage towards independence.</summary>
/// <param name="Both">Of those with both.</param>
/// <param name="First">Of those with the first, with or without the second.</param>
/// <param name="Second">Of those with the second, with or without the first.</param>
internal readonly record struct TableShares(double Both, double First, double Second)
{
    /// <summary>φ = (p₁₁ − p₁·p₂) / √(p₁(1 − p₁)·p₂(1 − p₂)).</summary>
    internal double Phi => (Both - (First * Second)) / Math.Sqrt(First * (1 - First) * Second * (1 - Second));

    /// <summary>p₁₁ / (p₁·p₂).</summary>
    internal double Lift => Both / (First * Second);

    internal static TableShares Of(in TimedAssociation table)
    {
        double people = table.People;
        var (first, second) = ((table.Both + table.MeasureOnly) / people, (table.Both + table.OutcomeOnly) / people);
        const int prior = TimedAssociation.PriorPeople;
        return new TableShares((table.Both + (prior * first * second)) / (people + prior), first, second);
    }

    /// <summary>The standard error of Fisher's z of φ over n people: that of φ by the delta method, divided by 1 − φ².</summary>
    internal double FisherError(long people)
    {
        var (phi, square) = (Phi, Phi * Phi);
        var (one, other) = (First * (1 - First), Second * (1 - Second));
        var (skew, otherSkew) = ((2 * First) - 1, (2 * Second) - 1);
        var variance = 1 - square + (phi * (1 + (square / 2)) * skew * otherSkew / Math.Sqrt(one * other))
            - (0.75 * square * ((skew * skew / one) + (otherSkew * otherSkew / other)));
        return Math.Sqrt(Math.Max(0, variance) / people) / (1 - square);
    }

    /// <summary>The standard error of ln lift over n people, by the delta method.</summary>
    internal double LogLiftError(long people)
    {
        var atBoth = (1 / Both) - (1 / First) - (1 / Second);
        var variance = (Both * atBoth * atBoth) + ((First - Both) / (First * First)) + ((Second - Both) / (Second * Second)) - 1;
        return Math.Sqrt(Math.Max(0, variance) / people);
    }
}
