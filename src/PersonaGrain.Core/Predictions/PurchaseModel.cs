namespace PersonaGrain.Predictions;

/// <summary>
/// A model of when customers buy and when they stop for good, as profiles are evaluated by it. While alive a customer buys at a rate that is Gamma(r, α) over
/// customers; models differ in how customers stop. Times are in the unit of <paramref name="Alpha"/>.
/// </summary>
/// <param name="R">The shape of the rates.</param>
/// <param name="Alpha">The scale of the rates, a time.</param>
/// <remarks>Under each model P(alive) and expectations only fall while nothing is bought, which is what exact flips rest on. No allocation.</remarks>
public abstract record PurchaseModel(double R, double Alpha)
{
    /// <summary>How many parameters each model has.</summary>
    internal const int ParameterCount = 4;

    /// <summary>Which model it is.</summary>
    public abstract PurchaseModelType Type { get; }

    /// <summary>Its parameters in the order of the field: r, α and the two of how customers stop.</summary>
    public abstract IReadOnlyList<double> Parameters { get; }

    /// <summary>Their names in the field, in the same order.</summary>
    public abstract IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The model with these parameters, in their order; null where one of them is not finite, or not above 0: there is no such model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is none.</exception>
    public static PurchaseModel? Of(PurchaseModelType type, IReadOnlyList<double> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return type switch
        {
            _ when parameters.Any(static one => !(one > 0 && double.IsFinite(one))) => null,
            PurchaseModelType.BgNbd => new BetaGeometric(parameters[0], parameters[1], parameters[2], parameters[3], StopsAtFirst: false),
            PurchaseModelType.MbgNbd => new BetaGeometric(parameters[0], parameters[1], parameters[2], parameters[3], StopsAtFirst: true),
            PurchaseModelType.ParetoNbd => new ParetoNbd(parameters[0], parameters[1], parameters[2], parameters[3]),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no model of purchases"),
        };
    }

    /// <summary>P(alive): the probability that a customer has not stopped by the end of the observation.</summary>
    /// <param name="frequency">x: purchases after the first one.</param>
    /// <param name="recency">t_x: from the first purchase to the last one.</param>
    /// <param name="age">T: from the first purchase to the end of the observation; not less than t_x.</param>
    public abstract double ProbabilityAlive(long frequency, double recency, double age);

    /// <summary>E[Y(t) | alive]: expected purchases within a time after the observation, of a customer who has not stopped by its end.</summary>
    public abstract double ExpectedWhileAlive(long frequency, double age, double time);

    /// <summary>∫ (1+d)^(−s/365) dE[Y(s) | alive]: the same in days, where what comes a year later counts less.</summary>
    /// <param name="frequency">x.</param>
    /// <param name="age">T, in days.</param>
    /// <param name="time">How far ahead, in days.</param>
    /// <param name="discount">A year's discount, such as 0.1.</param>
    public abstract double DiscountedWhileAlive(long frequency, double age, double time, double discount);

    /// <summary>E[Y(t)]: expected purchases within a time after the observation.</summary>
    public double ExpectedPurchases(long frequency, double recency, double age, double time) =>
        ProbabilityAlive(frequency, recency, age) * ExpectedWhileAlive(frequency, age, time);

    /// <summary>The time until the next purchase, which is as likely to come before as after: the median, of a customer who does not stop before it.</summary>
    /// <remarks>
    /// An exponential time whose rate is Gamma(r + x, α + T) is Pareto of the second kind (Lomax 1954), with the median (α + T)(2^(1/(r+x)) − 1). Its mean,
    /// (α + T)/(r + x − 1), is infinite where r + x ≤ 1, as for most who bought once.
    /// </remarks>
    public double MedianWait(long frequency, double age) => (Alpha + age) * Logarithm.ExponentialLessOne(Math.Log(2) / (R + frequency));
}
