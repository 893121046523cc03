namespace PersonaGrain.Learning.Fitting;

/// <summary>What is known of a parameter before there are data: its logarithm is about normal.</summary>
/// <param name="Median">As likely to be exceeded as not.</param>
/// <param name="Spread">The standard deviation of the logarithm.</param>
internal readonly record struct LogNormalPrior(double Median, double Spread)
{
    /// <summary>
    /// Of r, α (in units of <see cref="PurchaseUnit"/>), a and b. Wide: two thirds of shops are taken to lie within a factor of 4.5, 7.4, 2.7 and 2.7 of the
    /// medians, which are those of published shops. So it says about as much as a handful of customers do, and nothing beside thousands.
    /// </summary>
    public static IReadOnlyList<LogNormalPrior> OfPurchases { get; } = [new(0.5, 1.5), new(1, 2), new(0.8, 1), new(2.5, 1)];

    /// <summary>
    /// Of r, α, s and β of Pareto/NBD, the times in units of <see cref="PurchaseUnit"/>: as wide. By the medians customers make one purchase in 90 days while
    /// alive, and one in four has stopped after 45 days.
    /// </summary>
    public static IReadOnlyList<LogNormalPrior> OfPareto { get; } = [new(0.5, 1.5), new(1.5, 2), new(0.6, 1), new(2.5, 2)];

    /// <summary>Of p, q and v (in units of what a purchase is worth): medians at which that comes out as 1.</summary>
    public static IReadOnlyList<LogNormalPrior> OfSpend { get; } = [new(4, 1), new(4, 1), new(0.75, 1.5)];

    /// <summary>In what unit times are taken where there is such knowledge: 30 days.</summary>
    public const double PurchaseUnit = 30;
}
