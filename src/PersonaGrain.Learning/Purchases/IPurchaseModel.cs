using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Purchases;

/// <summary>A model of when customers buy and when they stop for good. Times are in the unit of the histories it was fitted to.</summary>
public interface IPurchaseModel
{
    /// <summary>Its parameters under the names that they have in the field.</summary>
    IReadOnlyList<FittedParameter> Parameters { get; }

    /// <summary>The natural logarithm of the likelihood of one history, with all of its terms.</summary>
    double LogLikelihood(PurchaseHistory history);

    /// <summary>P(alive): the probability, 0 to 1, that the customer has not stopped by the end of the observation.</summary>
    double ProbabilityAlive(PurchaseHistory history);

    /// <summary>E[Y(t)]: expected purchases within the time after the observation.</summary>
    /// <param name="history">The customer's history.</param>
    /// <param name="time">How long, from the end of the observation on.</param>
    double ExpectedPurchases(PurchaseHistory history, double time);

    /// <summary>E[X(t)]: expected purchases of a customer within the time after their first one.</summary>
    double ExpectedPurchases(double time);

    /// <summary>P(X(t) = n): the probability that a customer makes exactly n purchases within the time after their first one.</summary>
    double Probability(int purchases, double time);
}
