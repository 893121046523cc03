namespace PersonaGrain.Cli.Tests.RealData;

/// <summary>One line of a purchase history, as the brute-force check reads it.</summary>
internal sealed record Purchase(string Customer, DateTime At, decimal Amount, decimal Quantity);
