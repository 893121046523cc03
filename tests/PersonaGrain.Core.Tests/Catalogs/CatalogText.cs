using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>Reads catalogs written in tests.</summary>
internal static class CatalogText
{
    internal static CatalogReading Read(string json) => CatalogReader.Read(Encoding.UTF8.GetBytes(json));

    internal static CatalogDocument Sound(string json) => Sound(Read(json));

    internal static CatalogDocument Sound(CatalogReading reading)
    {
        if (reading is CatalogReading.Faulty faulty)
        {
            throw new ShouldAssertException(string.Join('\n', faulty.Faults));
        }

        return ((CatalogReading.Sound)reading).Document;
    }

    internal static IReadOnlyList<DocumentFault> Faults(string json) => Read(json).ShouldBeOfType<CatalogReading.Faulty>().Faults;
}
