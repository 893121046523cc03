namespace PersonaGrain.Learning.Rfm;

/// <summary>What RFM knows of a customer.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Recency">Days since the last transaction.</param>
/// <param name="Frequency">Transactions.</param>
/// <param name="Monetary">What they are worth.</param>
public sealed record RfmCustomer(string Customer, int Recency, int Frequency, double Monetary);
