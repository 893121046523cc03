using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Catalogs;

/// <summary>A catalog as a process uses it; immutable.</summary>
/// <param name="Machine">The logic of profiles under this catalog.</param>
/// <param name="Applied">When it was put in force, by the grid's clock.</param>
public sealed record CatalogInForce(ProfileMachine Machine, Instant Applied)
{
    /// <summary>The catalog.</summary>
    public Catalog Catalog => Machine.Catalog;

    /// <summary>Its version.</summary>
    public int Version => Machine.Catalog.Version;
}
