using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs;

/// <summary>Reads catalogs: JSON with comments and trailing commas.</summary>
/// <remarks>O(length) but for near-name hints. Bad input never throws: it is answered with faults.</remarks>
public static class CatalogReader
{
    /// <summary>Reads and validates a catalog; every fault is reported at once.</summary>
    public static CatalogReading Read(ReadOnlyMemory<byte> utf8)
    {
        var faults = new FaultList();
        var document = DocumentText.Read(utf8, "the catalog", faults, static root => new DocumentReader(root).Read());
        if (document is not null)
        {
            Cycles.Check(document, faults);
            AccountCycles.Check(document, faults);
            SimilarityReader.Check(document, faults);
            CheckCanonicalSize(document, faults, utf8.Length);
        }

        return faults.Count == 0 ? new CatalogReading.Sound(document!) : new CatalogReading.Faulty(faults.Listed);
    }

    // Grids keep the canonical form: it must be readable, and layout can make it much longer than a dense text.
    private static void CheckCanonicalSize(CatalogDocument document, FaultList faults, int length)
    {
        if (faults.Count > 0 || length <= CatalogLimits.Bytes / 64)
        {
            return;
        }

        var canonical = CatalogWriter.Write(document).Length;
        if (canonical > CatalogLimits.Bytes)
        {
            faults.Add("$", null, $"the canonical form of the catalog has {canonical} bytes; at most {CatalogLimits.Bytes} are taken");
        }
    }
}
