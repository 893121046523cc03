using PersonaGrain.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Catalogs;

/// <summary>A catalog and what the population said last, as a process uses them; immutable.</summary>
/// <param name="Machine">The logic of profiles under them.</param>
/// <param name="Applied">When the catalog was put in force, by the grid's clock.</param>
/// <param name="Publication">What profiles are scored by; null before the first publication.</param>
public sealed record CatalogInForce(ProfileMachine Machine, Instant Applied, StoredPublication? Publication)
{
    /// <summary>The catalog.</summary>
    public Catalog Catalog => Machine.Catalog;

    /// <summary>Its version.</summary>
    public int Version => Machine.Catalog.Version;

    /// <summary>Counts the publications; 0 before the first.</summary>
    public long Number => Publication?.Number ?? 0;

    /// <summary>The newest publication for which profiles are evaluated anew; 0 for none.</summary>
    public long Decisive => Publication?.Decisive ?? 0;

    /// <summary>When that one came.</summary>
    public Instant DecisiveAt => Publication?.DecisiveAt ?? default;

    /// <summary>What they change in a profile happens at this instant, or when the profile was last live if that is later.</summary>
    public Instant Since => Instant.Max(Applied, DecisiveAt);

    /// <summary>Whether these came after others; there is one order of both, so each process goes through it in the same direction.</summary>
    public bool IsNewerThan(CatalogInForce other) => Version > other.Version || (Version == other.Version && Number > other.Number);

    /// <summary>Whether a profile that was evaluated under others may be in other segments under these.</summary>
    public bool DecidesAnew(CatalogInForce other) => Version > other.Version || Decisive > other.Decisive;
}
