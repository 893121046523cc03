namespace PersonaGrain.Learning.Spending;

/// <summary>What the Gamma-Gamma model knows of a customer.</summary>
/// <param name="Purchases">x: how many purchases the mean is taken over; those after the first one.</param>
/// <param name="Mean">z̄: their mean value, in any currency; without meaning where there are none.</param>
public readonly record struct SpendHistory(int Purchases, double Mean);
