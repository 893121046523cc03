using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Dashboard.Catalogs;

/// <summary>How the pages call the sections of a catalog.</summary>
internal static class SectionNames
{
    /// <summary>All of a section.</summary>
    internal static string Of(CatalogSection section) => section switch
    {
        CatalogSection.Segments => Texts.SectionSegments,
        CatalogSection.Scores => Texts.SectionScores,
        CatalogSection.Triggers => Texts.SectionTriggers,
        CatalogSection.Measures => Texts.SectionMeasures,
        CatalogSection.Traits => Texts.SectionTraits,
        CatalogSection.Signals => Texts.SectionSignals,
        _ => section.Property(),
    };

    /// <summary>One of a section.</summary>
    internal static string KindOf(CatalogItem item, bool isComputed)
    {
        var kind = item.Section switch
        {
            CatalogSection.Segments => Texts.KindOfSegments,
            CatalogSection.Scores => Texts.KindOfScores,
            CatalogSection.Triggers => Texts.KindOfTriggers,
            CatalogSection.Measures => Texts.KindOfMeasures,
            CatalogSection.Traits => isComputed ? Texts.KindOfTraitsComputed : Texts.KindOfTraits,
            CatalogSection.Signals => Texts.KindOfSignals,
            _ => item.Section.Word(),
        };
        return item.IsOfAccounts ? $"{kind} {Texts.OfAccounts}" : kind;
    }
}
