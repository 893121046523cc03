namespace PersonaGrain.Predictions;

/// <summary>Gauss–Legendre quadrature of 20 points on [−1, 1].</summary>
internal static class GaussLegendre
{
    private static readonly double[] Right =
        [0.07652652113349734, 0.22778585114164507, 0.37370608871541955, 0.5108670019508271, 0.636053680726515,
            0.7463319064601508, 0.8391169718222189, 0.912234428251326, 0.9639719272779138, 0.9931285991850949];

    private static readonly double[] OfRight =
        [0.15275338713072598, 0.14917298647260377, 0.14209610931838215, 0.1316886384491765, 0.11819453196151831,
            0.10193011981724048, 0.08327674157670474, 0.06267204833410904, 0.04060142980038705, 0.017614007139152264];

    /// <summary>Where the integrand is asked.</summary>
    internal static double[] Points { get; } = [.. Right.Select(static point => -point), .. Right];

    /// <summary>With what weights.</summary>
    internal static double[] Weights { get; } = [.. OfRight, .. OfRight];
}
