using PersonaGrain.Catalogs;
using PersonaGrain.Time;

namespace PersonaGrain.Journals.Transfer;

/// <summary>What all profiles of a journal file share; its first line.</summary>
/// <param name="Clock">What drove the grid's time: <c>system</c>, or <c>signals</c> for a replayed history.</param>
/// <param name="Now">The grid's time when the file was written. What was due later is left to the grid that reads the file.</param>
/// <param name="Catalog">The catalog in force.</param>
/// <param name="Population">What the population said when it was last published, as <c>PopulationModel</c> writes it; empty where it never was.</param>
public sealed record TransferHeader(string Clock, Instant Now, CatalogDocument Catalog, ReadOnlyMemory<byte> Population)
{
    /// <summary>When the catalog came into force: whoever is joined later lives under it from then on. Null from a program that did not tell; then it is <see cref="Now"/>.</summary>
    public Instant? Applied { get; init; }

    /// <summary>Whether the file may hold signals that are set aside.</summary>
    public bool HasQuarantine { get; init; }

    /// <summary>Whether the file may hold people that were joined; then it may hold what is set aside too.</summary>
    public bool HasPeople { get; init; }
}
