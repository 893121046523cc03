namespace PersonaGrain.Conditions.Curves;

/// <summary>Tests the value of a curve that is certain to go on for ever while nothing arrives, and says for how long the answer is certain.</summary>
internal static class CurveVerdict
{
    /// <summary>How far a cheap verdict looks ahead, the farthest first.</summary>
    private static readonly long[] Reaches = [long.MaxValue, 64 * TimeSpan.TicksPerDay, 8 * TimeSpan.TicksPerDay, TimeSpan.TicksPerDay];

    /// <summary>The verdict at an instant.</summary>
    /// <param name="test">What is asked.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="now">The instant, in ticks.</param>
    /// <param name="exact">Whether the verdict must last exactly until the truth changes; else an earlier bound will do, which is found with four evaluations.</param>
    internal static Verdict Of<TTest, TCurve, TPoint>(TTest test, TCurve curve, long now, bool exact)
        where TTest : INumberTest
        where TCurve : ICurve<TPoint>
    {
        var point = curve.At(now);
        var holds = test.Matches(curve.Value(point));
        var search = new CrossingSearch<TTest, TCurve, TPoint>(test, curve, holds);
        foreach (var reach in exact ? Reaches.AsSpan(0, 1) : Reaches)
        {
            var until = reach < long.MaxValue - now ? now + reach : long.MaxValue;
            if (search.IsConstant(point, curve.At(until - 1)))
            {
                return new Verdict(holds, until);
            }
        }

        return new Verdict(holds, search.FirstChange(now, long.MaxValue - 1) ?? long.MaxValue);
    }
}
