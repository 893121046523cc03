using PersonaGrain.Learning.Purchases;
using PersonaGrain.Learning.Spending;

namespace PersonaGrain.Learning.Transactions;

/// <summary>One customer's part of a log.</summary>
/// <param name="Customer">Who.</param>
/// <param name="History">x, t_x and T. A purchase is a day with rows of the log, however many.</param>
/// <param name="MeanSpend">What they spent on such a day after the first one, on average; 0 where there is none.</param>
public sealed record CustomerSummary(string Customer, PurchaseHistory History, double MeanSpend)
{
    /// <summary>What the Gamma-Gamma model knows.</summary>
    public SpendHistory Spend => new(History.Frequency, MeanSpend);
}
