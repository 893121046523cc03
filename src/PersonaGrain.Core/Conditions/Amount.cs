namespace PersonaGrain.Conditions;

/// <summary>Amounts in exact millionths.</summary>
internal static class Amount
{
    private const double Millionths = 1e6;

    /// <summary>A number of magnitude at most 1e12, rounded to millionths.</summary>
    internal static long FromNumber(double number)
    {
        var whole = Math.Truncate(number);
        return ((long)whole * 1_000_000) + (long)Math.Round((number - whole) * Millionths, MidpointRounding.AwayFromZero);
    }

    /// <summary>The nearest number to the mean of amounts: not that of a sum that was rounded before.</summary>
    internal static double Mean(Int128 sum, long count) => (double)sum / (count * Millionths);

    /// <summary>The nearest number.</summary>
    internal static double ToNumber(long amount) => amount / Millionths;

    /// <summary>The nearest number.</summary>
    internal static double ToNumber(Int128 amount)
    {
        // 96 bits are enough for 65,536 · 1e18 and for centuries of totals; the common case fits in a long.
        var narrow = (long)amount;
        return (narrow == amount ? narrow : (double)amount) / Millionths;
    }
}
