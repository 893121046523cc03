using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.History;

/// <summary>One catalog that came in force.</summary>
/// <param name="Version">Its version, by which it is found again.</param>
/// <param name="At">When, by the grid's clock; null where that is not known.</param>
/// <param name="Origin">By whom, and why.</param>
/// <param name="Bytes">The length of the document in bytes, in its canonical form.</param>
public sealed record CatalogEntry(int Version, Instant? At, CatalogOrigin Origin, int Bytes);

/// <summary>One catalog that came in force, with its document.</summary>
/// <param name="Entry">What is told of it.</param>
/// <param name="Json">The document as UTF-8 JSON, as it was stored: a program of another version may not read it.</param>
public sealed record CatalogRevision(CatalogEntry Entry, ReadOnlyMemory<byte> Json);

/// <summary>A page of the catalogs that came in force, newest first.</summary>
/// <param name="Entries">The catalogs.</param>
/// <param name="Next">The version to read on below; null at the end.</param>
public sealed record CatalogHistoryPage(IReadOnlyList<CatalogEntry> Entries, int? Next)
{
    /// <summary>The page of a limit, of entries that are read up to one beyond it.</summary>
    public static CatalogHistoryPage Of(IReadOnlyList<CatalogEntry> read, int limit)
    {
        ArgumentNullException.ThrowIfNull(read);
        return read.Count > limit ? new CatalogHistoryPage([.. read.Take(limit)], read[limit - 1].Version) : new CatalogHistoryPage(read, null);
    }
}
