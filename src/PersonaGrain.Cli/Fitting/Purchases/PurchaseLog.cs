using PersonaGrain.Learning.Transactions;

namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary>How a log becomes histories.</summary>
/// <param name="Unit">In what times are counted.</param>
/// <param name="Until">The last day of the observation; null for the last one of the log.</param>
/// <param name="DateFormat">How dates are written; null to find out.</param>
internal sealed record PurchaseLog(TimeUnit Unit, DateOnly? Until, string? DateFormat);
