using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>A catalog, and what the population said last, as actors are evaluated under them; immutable.</summary>
/// <param name="Machine">The logic of profiles under them.</param>
/// <param name="Applied">When the catalog was put in force, by the grid's clock.</param>
/// <param name="Publication">What the population said last, and when.</param>
public sealed record CatalogInForce(ProfileMachine Machine, Instant Applied, Publication Publication)
{
    /// <summary>The catalog.</summary>
    public Catalog Catalog => Machine.Catalog;

    /// <summary>Its version.</summary>
    public int Version => Machine.Catalog.Version;

    /// <summary>What they change in an actor happens at this instant, or when the actor was last live if that is later.</summary>
    public Instant Since => Instant.Max(Applied, Publication.DecisiveAt);

    /// <summary>A catalog with nothing published yet.</summary>
    public static CatalogInForce Of(Catalog catalog, Instant applied) =>
        new(new ProfileMachine(catalog, PopulationModel.Empty), applied, default);

    /// <summary>Whether these came after others; there is one order of both, so each process goes through it in the same direction.</summary>
    public bool IsNewerThan(CatalogInForce other) => Version > other.Version || (Version == other.Version && Publication.Number > other.Publication.Number);

    /// <summary>Whether an actor that was evaluated under others may be evaluated otherwise under these.</summary>
    public bool DecidesAnew(CatalogInForce other) => Version > other.Version || Publication.Decisive > other.Publication.Decisive;
}

/// <summary>When the population was asked last, and which of its answers decided about segments.</summary>
/// <param name="Number">Counts the publications from 1; 0 before the first.</param>
/// <param name="At">When it came.</param>
/// <param name="Decisive">The newest publication, up to this one, that moved a score which a segment asks; 0 for none. Actors are evaluated anew for it alone.</param>
/// <param name="DecisiveAt">When that one came.</param>
public readonly record struct Publication(long Number, Instant At, long Decisive, Instant DecisiveAt);
