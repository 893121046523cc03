#pragma warning disable MA0025, MA0150, CA1822 // contract only: being built
namespace PersonaGrain.Catalogs;

/// <summary>Reads catalogs: JSON with comments and trailing commas.</summary>
public static class CatalogReader
{
    /// <summary>Reads and validates a catalog; every fault is reported at once.</summary>
    public static CatalogReading Read(ReadOnlyMemory<byte> utf8) => throw new NotImplementedException(utf8.Length.ToString());
}

/// <summary>Writes catalogs in the form that <see cref="CatalogReader"/> reads.</summary>
public static class CatalogWriter
{
    /// <summary>The catalog as UTF-8 JSON; reading it gives an equal document.</summary>
    public static byte[] Write(CatalogDocument document) => throw new NotImplementedException(document.Name);
}
