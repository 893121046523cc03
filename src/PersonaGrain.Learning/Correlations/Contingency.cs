namespace PersonaGrain.Learning.Correlations;

/// <summary>The 2 × 2 table of two events.</summary>
/// <param name="Both">How often both occurred.</param>
/// <param name="First">How often the first alone did.</param>
/// <param name="Second">How often the second alone did.</param>
/// <param name="Neither">How often none did.</param>
public readonly record struct Contingency(int Both, int First, int Second, int Neither)
{
    /// <summary>How often there was occasion.</summary>
    public int Count => Both + First + Second + Neither;

    /// <summary>φ, which is Pearson's correlation of the two as 0 and 1; not a number where one of them always or never occurred.</summary>
    public double Phi
    {
        get
        {
            double one = Both + First, other = Both + Second;
            return (((double)Both * Neither) - ((double)First * Second)) / (Math.Sqrt(one * (Count - one)) * Math.Sqrt(other * (Count - other)));
        }
    }

    /// <summary>
    /// How many times more often both occurred than if they had nothing to do with one another; not a number where one of them never did.
    /// </summary>
    public double Lift => (double)Both * Count / ((double)(Both + First) * (Both + Second));

    /// <summary>The table of two variables; null where one has another value than 0 and 1.</summary>
    public static Contingency? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (both, first, second, neither) = (0, 0, 0, 0);
        for (var index = 0; index < x.Count; index++)
        {
            switch (x[index], y[index])
            {
                case (1, 1):
                    both++;
                    break;
                case (1, 0):
                    first++;
                    break;
                case (0, 1):
                    second++;
                    break;
                case (0, 0):
                    neither++;
                    break;
                default:
                    return null;
            }
        }

        return new Contingency(both, first, second, neither);
    }
}
