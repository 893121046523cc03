namespace PersonaGrain.Learning.Spending;

/// <summary>A history of spending that a number of customers share.</summary>
/// <param name="History">The history.</param>
/// <param name="Customers">How many.</param>
internal readonly record struct WeightedSpend(SpendHistory History, long Customers);
