namespace PersonaGrain.Catalogs.Previews;

/// <summary>How many there are among all people, told from a part of them.</summary>
/// <param name="Value">The most likely number.</param>
/// <param name="Low">Not fewer than this, in 19 of 20 cases.</param>
/// <param name="High">Not more than this.</param>
/// <param name="IsExact">Everybody was looked at.</param>
public readonly record struct Estimate(long Value, long Low, long High, bool IsExact)
{
    private const double Deviations = 1.959964;

    /// <summary>Whether the interval is narrow: a fifth of the number at most, or a hundredth of a whole.</summary>
    /// <param name="whole">How many there are in all.</param>
    public bool IsNarrow(long whole) => IsExact || High - Low <= Math.Max(Value / 5.0, whole / 100.0);

    /// <summary>From how many were found in a fair sample.</summary>
    /// <remarks>
    /// Each of X is found with probability f: <c>(x − fX)² = z²·X·f(1 − f)</c> solved for X, which is the score interval (Wilson 1927) of a number instead of a
    /// share. It is wider than need be where most people are counted, and of everybody nothing but what was found.
    /// </remarks>
    /// <param name="found">How many were found.</param>
    /// <param name="share">How much of all people was looked at, 0 to 1.</param>
    public static Estimate Of(long found, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(found);
        if (share >= 1)
        {
            return new Estimate(found, found, found, IsExact: true);
        }

        if (share <= 0)
        {
            return new Estimate(found, found, long.MaxValue, IsExact: false);
        }

        var middle = (2.0 * found) + (Deviations * Deviations * (1 - share));
        var spread = Math.Sqrt((middle * middle) - (4.0 * found * found));
        return new Estimate(
            (long)Math.Round(found / share),
            Math.Max(found, (long)Math.Floor((middle - spread) / (2 * share))),
            (long)Math.Ceiling((middle + spread) / (2 * share)),
            IsExact: false);
    }
}
