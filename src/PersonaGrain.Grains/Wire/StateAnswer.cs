using PersonaGrain.Time;

namespace PersonaGrain.Grains.Wire;

/// <summary>A profile's state.</summary>
/// <param name="CatalogVersion">The catalog it is of.</param>
/// <param name="AsOf">The instant it is about.</param>
/// <param name="Snapshot">As <c>ProfileMachine.WriteSnapshot</c> wrote it.</param>
[GenerateSerializer, Immutable, Alias("personagrain.state-answer")]
public sealed record StateAnswer(
    [property: Id(0)] int CatalogVersion,
    [property: Id(1)] Instant AsOf,
    [property: Id(2)] byte[] Snapshot);
