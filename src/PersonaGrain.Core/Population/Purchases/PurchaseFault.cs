using PersonaGrain.Time;

namespace PersonaGrain.Population.Purchases;

/// <summary>A fit that did not come to an answer.</summary>
/// <param name="Model">The name of the model, such as <c>bgnbd</c> or <c>gamma-gamma</c>.</param>
/// <param name="Message">Why.</param>
/// <param name="Since">The instant of the first census at which it did not, of those since one at which it did.</param>
public sealed record PurchaseFault(string Model, string Message, Instant Since);
