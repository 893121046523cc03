using PersonaGrain.Time;

namespace PersonaGrain.Grains.Population;

/// <summary>What a census is to be: the same for all of its shards.</summary>
/// <param name="Census">Names it; no other census has this name.</param>
/// <param name="Catalog">The version of the catalog in force.</param>
/// <param name="Publication">The number of the newest publication; 0 for none.</param>
/// <param name="Now">The instant that it is as of.</param>
/// <param name="Sample">The greatest number of a person whose past is looked at.</param>
/// <param name="Sections">What is to be gathered, by name.</param>
[GenerateSerializer, Immutable, Alias("personagrain.census-order")]
public sealed record CensusOrder(
    [property: Id(0)] Guid Census,
    [property: Id(1)] int Catalog,
    [property: Id(2)] long Publication,
    [property: Id(3)] Instant Now,
    [property: Id(4)] ulong Sample,
    [property: Id(5)] string[] Sections);
