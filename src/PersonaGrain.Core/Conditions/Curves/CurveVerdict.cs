namespace PersonaGrain.Conditions.Curves;

/// <summary>Tests the value of a curve that is certain to go on for ever while nothing arrives, and says for how long the answer is certain.</summary>
/// <remarks>
/// One evaluation at the end of time, then at instants ever farther from now up to 100 years; the first change is sought only between the last instant up to
/// which nothing changes and the next one. A curve that changes later than that is certain for 100 years, and is then tested again.
/// </remarks>
internal static class CurveVerdict
{
    /// <summary>How far from now it is looked, the nearest first.</summary>
    private static readonly long[] Reaches =
        [TimeSpan.TicksPerDay, 8 * TimeSpan.TicksPerDay, 64 * TimeSpan.TicksPerDay, 512 * TimeSpan.TicksPerDay, 4_096 * TimeSpan.TicksPerDay, 36_525 * TimeSpan.TicksPerDay];

    /// <summary>How many of them are enough where an earlier bound will do.</summary>
    private const int Cheap = 3;

    /// <summary>The verdict at an instant; null where the curve has no value there.</summary>
    /// <param name="test">What is asked.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="context">The instant, and whether the verdict must last exactly until the truth changes; else an earlier bound will do where nothing changes for a day.</param>
    internal static Verdict? Of<TTest, TCurve, TPoint>(TTest test, TCurve curve, in EvaluationContext context)
        where TTest : INumberTest
        where TCurve : ICurve<TPoint>
    {
        var (now, exact) = (context.Now, context.Exact);
        var point = curve.At(now);
        context.Work?.Spend(2);
        var value = curve.Value(point);
        if (double.IsNaN(value))
        {
            return null;
        }

        var holds = test.Matches(value);
        var search = new CrossingSearch<TTest, TCurve, TPoint>(test, curve, holds);
        if (search.IsConstant(point, curve.At(long.MaxValue - 1)))
        {
            return new Verdict(holds, long.MaxValue);
        }

        var certain = now;
        for (var index = 0; index < Reaches.Length; index++)
        {
            if (!exact && index == Cheap && certain > now)
            {
                break;
            }

            var until = Reaches[index] < long.MaxValue - 1 - now ? now + Reaches[index] : long.MaxValue - 1;
            context.Work?.Spend(1);
            if (search.IsConstant(point, curve.At(until)))
            {
                certain = until;
            }
            else if (!exact && certain > now)
            {
                break;
            }
            else if (search.FirstChange(certain, until, context.Work) is { } change)
            {
                return new Verdict(holds, change);
            }
            else
            {
                certain = until;
            }
        }

        return new Verdict(holds, certain);
    }
}
