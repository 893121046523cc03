namespace PersonaGrain.Conditions.Curves;

/// <summary>Finds the first instant at which a test of a curve changes, by its bounds and bisection down to one tick.</summary>
/// <remarks>
/// Where the bounds over an interval leave the truth open it is halved, left half first. An interval of at most a second whose bounds straddle but whose
/// ends agree counts as constant. The work is bounded: a curve that hugs its boundary for ages gives the instant up to which it is certain, and the search
/// goes on from there.
/// </remarks>
internal readonly struct CrossingSearch<TTest, TCurve, TPoint>(TTest test, TCurve curve, bool holds)
    where TTest : INumberTest
    where TCurve : ICurve<TPoint>
{
    private const int MaximumEvaluations = 2_000;

    /// <summary>The first change after an instant and not after another one; null for none.</summary>
    internal long? FirstChange(long from, long last, CurveWork? work)
    {
        if (last <= from)
        {
            return null;
        }

        var budget = MaximumEvaluations;
        var change = Search(new Place(from, curve.At(from)), new Place(last, curve.At(last)), ref budget);
        work?.Spend(MaximumEvaluations - budget + 2);
        return change;
    }

    /// <summary>Whether every value between two points gives the same truth; never where a bound is not a number.</summary>
    internal bool IsConstant(in TPoint left, in TPoint right)
    {
        var (low, high) = curve.Between(left, right);
        if (double.IsNaN(low) || double.IsNaN(high))
        {
            return false;
        }

        for (var index = 0; index < test.Boundaries; index++)
        {
            if (test.Boundary(index) is var boundary && boundary > low && boundary < high)
            {
                return false;
            }
        }

        return test.Matches(low) == holds && test.Matches(high) == holds && test.Matches((low + high) / 2) == holds;
    }

    private long? Search(in Place left, in Place right, ref int budget)
    {
        if (IsConstant(left.Point, right.Point))
        {
            return null;
        }

        var differs = test.Matches(curve.Value(right.Point)) != holds;
        if (right.Time - left.Time <= (differs ? 1 : TimeSpan.TicksPerSecond))
        {
            return differs ? right.Time : null;
        }

        if (--budget < 0)
        {
            return left.Time + 1;
        }

        var time = left.Time + ((right.Time - left.Time) / 2);
        var middle = new Place(time, curve.At(time));
        return test.Matches(curve.Value(middle.Point)) != holds
            ? Search(left, middle, ref budget)
            : Search(left, middle, ref budget) ?? Search(middle, right, ref budget);
    }

    private readonly record struct Place(long Time, TPoint Point);
}
