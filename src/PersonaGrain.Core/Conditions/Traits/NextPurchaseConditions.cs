using PersonaGrain.Conditions.Curves;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Traits;

/// <summary>Whether the next purchase is expected before or after a date, or at all. It recedes, so that each date is passed once, at its instant.</summary>
internal sealed class NextPurchaseDateCondition(NextPurchaseTrait trait, ValueTester tester, IReadOnlyList<Instant> bounds) : Condition, INumberTest
{
    private readonly double[] _boundaries = [.. bounds.Select(static bound => bound.Ticks / (double)TimeSpan.TicksPerDay)];

    /// <inheritdoc />
    public int Boundaries => _boundaries.Length;

    /// <inheritdoc />
    public double Boundary(int index) => _boundaries[index];

    /// <inheritdoc />
    public bool Matches(double value) => tester.Matches(NextPurchaseTrait.DateOf(value));

    internal override Verdict Evaluate(in EvaluationContext context) =>
        (trait.CurveOf(context) is { } curve ? CurveVerdict.Of<NextPurchaseDateCondition, Days, double>(this, new Days(curve), context) : null)
        ?? Verdict.Always(tester.Matches(default(Signals.AttributeValue)));

    /// <summary>The day that is told; of all that are after the year 9999, the last one.</summary>
    private readonly record struct Days(NextPurchaseCurve Curve) : ICurve<double>
    {
        /// <inheritdoc />
        public double At(long time) => Math.Min(Curve.DayAt(time), DateOnly.MaxValue.DayNumber);

        /// <inheritdoc />
        public double Value(in double point) => point;

        /// <inheritdoc />
        public (double Low, double High) Between(in double left, in double right) => (left, right);
    }
}

/// <summary>Whether the next purchase is expected within a span from now: the wait grows while nothing is bought, so this ends once, at its instant.</summary>
/// <remarks>It goes by the wait itself. By the day that is told it would flip to and fro each day while the wait comes near to the span.</remarks>
internal sealed class NextPurchaseWaitCondition(NextPurchaseTrait trait, TimeSpan span) : Condition, INumberTest
{
    /// <inheritdoc />
    public int Boundaries => 1;

    /// <inheritdoc />
    public double Boundary(int index) => span.TotalDays;

    /// <inheritdoc />
    public bool Matches(double value) => value <= span.TotalDays;

    internal override Verdict Evaluate(in EvaluationContext context) =>
        (trait.CurveOf(context) is { } curve ? CurveVerdict.Of<NextPurchaseWaitCondition, Wait, double>(this, new Wait(curve), context) : null)
        ?? Verdict.Always(false);

    private readonly record struct Wait(NextPurchaseCurve Curve) : ICurve<double>
    {
        /// <inheritdoc />
        public double At(long time) => Curve.WaitAt(time);

        /// <inheritdoc />
        public double Value(in double point) => Math.Round(point, 9);

        /// <inheritdoc />
        public (double Low, double High) Between(in double left, in double right) => (Value(left), Value(right));
    }
}
