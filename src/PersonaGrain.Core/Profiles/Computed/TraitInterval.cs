using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Between which values the true one of an estimate lies in 19 of 20 cases, as far as its model holds.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct TraitInterval(AttributeValue Low, AttributeValue High);
