using PersonaGrain.Catalogs;

namespace PersonaGrain.Embedded.Population;

/// <summary>Finds out whether scores decide about segments: only then can what the population says change a membership.</summary>
internal static class ScoreConditions
{
    public static bool Decide(CatalogDocument catalog) => catalog.Segments.Values.Any(segment => Has(segment.When));

    private static bool Has(ConditionDocument condition) => condition switch
    {
        ConditionDocument.Score => true,
        ConditionDocument.All all => all.Parts.Any(Has),
        ConditionDocument.Any any => any.Parts.Any(Has),
        ConditionDocument.Not not => Has(not.Part),
        _ => false,
    };
}
