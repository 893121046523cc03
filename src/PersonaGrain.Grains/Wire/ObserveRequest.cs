using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Grains.Wire;

/// <summary>Signals for one profile.</summary>
/// <param name="CatalogVersion">The catalog that the caller knows.</param>
/// <param name="Signals">The signals in the caller's order.</param>
[GenerateSerializer, Immutable, Alias("personagrain.observe-request")]
public sealed record ObserveRequest(
    [property: Id(0)] int CatalogVersion,
    [property: Id(1)] Signal[] Signals);

/// <summary>What became of the signals: an outcome for each, or why none counts.</summary>
/// <param name="Outcomes">One for each signal; null when unavailable.</param>
/// <param name="Unavailable">Why they could not be made durable, or null.</param>
/// <param name="RetryAfter">When it is worth trying again.</param>
[GenerateSerializer, Immutable, Alias("personagrain.observe-answer")]
public sealed record ObserveAnswer(
    [property: Id(0)] ObservationOutcome[]? Outcomes,
    [property: Id(1)] string? Unavailable,
    [property: Id(2)] TimeSpan RetryAfter);
