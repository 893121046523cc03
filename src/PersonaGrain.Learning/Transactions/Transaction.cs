namespace PersonaGrain.Learning.Transactions;

/// <summary>One row of a log of purchases.</summary>
/// <param name="Customer">Who bought.</param>
/// <param name="Day">On which day.</param>
/// <param name="Value">For how much; 0 where the log does not say.</param>
public readonly record struct Transaction(string Customer, DateOnly Day, double Value = 0);
