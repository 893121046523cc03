using PersonaGrain.Cli.Fitting.Tables;

namespace PersonaGrain.Cli.Fitting;

/// <summary>What a fit was asked.</summary>
/// <param name="Table">What is to be read; null where nothing is.</param>
/// <param name="Output">Where what is said of each row goes, or null.</param>
/// <param name="Json">The answer is JSON.</param>
internal sealed record FitRequest(TableRequest? Table, string? Output, bool Json);
