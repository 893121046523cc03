using MathNet.Numerics.Integration;

namespace PersonaGrain.Learning.Purchases.Pareto;

/// <summary>Gauss–Legendre quadrature on [−1, 1].</summary>
internal static class Quadrature
{
    private const int Order = 20;
    private static readonly GaussLegendreRule Rule = new(-1, 1, Order);

    /// <summary>Where the integrand is asked.</summary>
    public static double[] Points { get; } = Rule.Abscissas;

    /// <summary>With what weights.</summary>
    public static double[] Weights { get; } = Rule.Weights;
}
