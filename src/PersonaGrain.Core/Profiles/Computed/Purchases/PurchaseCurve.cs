using PersonaGrain.Catalogs;
using PersonaGrain.Conditions.Curves;
using PersonaGrain.Predictions;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>A prediction between signals: it only falls, since the longer nothing is bought, the less is to be expected.</summary>
/// <param name="Model">The model, in days.</param>
/// <param name="Record">The person's purchases.</param>
/// <param name="Asked">What is predicted.</param>
/// <param name="Spend">What a purchase is expected to be worth; 1 where purchases are counted.</param>
internal readonly record struct PurchaseCurve(PurchaseModel Model, PurchaseRecord Record, ComputedTraitDocument.OfPurchases Asked, double Spend) : ICurve<double>
{
    /// <inheritdoc />
    public double At(long time)
    {
        var (frequency, age, ahead) = (Record.Frequency, Record.Age(time), Asked.Ahead.TotalDays);
        var alive = Model.ProbabilityAlive(frequency, Record.Recency, age);
        return Asked.Computation switch
        {
            PurchaseComputation.Alive => alive,
            PurchaseComputation.LifetimeValue => alive * Spend * Model.DiscountedWhileAlive(frequency, age, ahead, Asked.Discount),
            _ => alive * Spend * Model.ExpectedWhileAlive(frequency, age, ahead),
        };
    }

    /// <inheritdoc />
    public double Value(in double point) => Math.Round(point, 9);

    /// <inheritdoc />
    public (double Low, double High) Between(in double left, in double right) => (Value(right), Value(left));
}
