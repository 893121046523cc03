namespace PersonaGrain.Learning.Purchases;

/// <summary>
/// What all purchases to come add up to where a later one counts less: the discounted expected residual transactions of P. S. Fader, B. G. S. Hardie and K. L. Lee ("RFM and CLV", 2005), which
/// times the value of a purchase is the lifetime value without an end.
/// </summary>
public static class DiscountedPurchases
{
    private const double Step = 0.25;
    private const double First = -18;
    private const double Last = 4.5;

    /// <summary>
    /// ∫ e^(−δt) dE[X(t)] from now on without end, which is ∫ e^(−u)·E[X(u/δ)] du: by the trapezoidal rule in ln u, which for a function as smooth as that is as exact as the
    /// expected purchases are. 91 evaluations of the model.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="history">What is known of the customer.</param>
    /// <param name="rate">δ, the rate at which the value of a purchase falls, per unit of time; above 0.</param>
    /// <exception cref="ArithmeticException">The rate is so small that the model does not reach far enough ahead.</exception>
    public static double Of(IPurchaseModel model, PurchaseHistory history, double rate)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        var sum = 0.0;
        for (var place = First; place <= Last; place += Step)
        {
            var ahead = Math.Exp(place);
            sum += Math.Exp(-ahead) * ahead * model.ExpectedPurchases(history, ahead / rate);
        }

        return Step * sum;
    }
}
