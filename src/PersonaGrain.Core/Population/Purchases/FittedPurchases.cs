using PersonaGrain.Predictions;

namespace PersonaGrain.Population.Purchases;

/// <summary>A model of purchases as it was fitted to all people's; times are days.</summary>
/// <param name="Type">Which model.</param>
/// <param name="Model">Its parameters.</param>
/// <param name="Covariance">The covariance of the logarithms of the parameters, in their order: four rows one after the other.</param>
/// <param name="Customers">To how many people it was fitted.</param>
public sealed record FittedPurchases(PurchaseModelType Type, PurchaseModel Model, IReadOnlyList<double> Covariance, long Customers);

/// <summary>The model of what purchases are worth as it was fitted to all people's.</summary>
/// <param name="Model">Its parameters, in the unit of the signal's value.</param>
/// <param name="Covariance">The covariance of the logarithms of p, q and v: three rows one after the other.</param>
/// <param name="Customers">To how many people it was fitted: those who bought again.</param>
public sealed record FittedSpend(GammaGamma Model, IReadOnlyList<double> Covariance, long Customers);
