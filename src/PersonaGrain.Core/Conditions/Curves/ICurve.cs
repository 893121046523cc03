namespace PersonaGrain.Conditions.Curves;

/// <summary>A number that time changes all along while nothing arrives: its value at an instant, and bounds over an interval.</summary>
/// <typeparam name="TPoint">What is worked out once for an instant; both value and bounds follow from it.</typeparam>
internal interface ICurve<TPoint>
{
    /// <summary>What there is at an instant, in ticks.</summary>
    TPoint At(long time);

    /// <summary>The value there, as it is tested: rounded so that the order of arrival can not decide an equality.</summary>
    double Value(in TPoint point);

    /// <summary>Between which values all lie from one instant to a later one; rounded as they are. The nearer the instants, the closer the bounds.</summary>
    (double Low, double High) Between(in TPoint left, in TPoint right);
}
