namespace PersonaGrain.Population;

/// <summary>What some turns add to the population's counts.</summary>
/// <param name="Catalog">The catalog it was counted under.</param>
/// <param name="Counts">What occurred for the first time, or a whole profile that came to the catalog. Not changed any more.</param>
public sealed record PopulationDelta(int Catalog, PopulationCounts Counts);
