namespace PersonaGrain.Catalogs.Items;

/// <summary>The parts of a catalog that name something.</summary>
public enum CatalogSection
{
    /// <summary>The types of signals.</summary>
    Signals,

    /// <summary>Traits, sent or computed.</summary>
    Traits,

    /// <summary>Measures.</summary>
    Measures,

    /// <summary>Scores.</summary>
    Scores,

    /// <summary>Segments.</summary>
    Segments,

    /// <summary>Triggers.</summary>
    Triggers,

    /// <summary>Kinds of identities.</summary>
    Identities,

    /// <summary>What a catalog says of itself: its name, and which signals it takes.</summary>
    Itself,
}

/// <summary>How sections are called.</summary>
public static class CatalogSections
{
    /// <summary>The sections of things that are worked out of each other.</summary>
    public static readonly IReadOnlyList<CatalogSection> OfDefinitions =
        [CatalogSection.Segments, CatalogSection.Scores, CatalogSection.Triggers, CatalogSection.Measures, CatalogSection.Traits, CatalogSection.Signals];

    /// <summary>The property of a catalog, such as <c>segments</c>.</summary>
    public static string Property(this CatalogSection section) => section switch
    {
        CatalogSection.Signals => "signals",
        CatalogSection.Traits => "traits",
        CatalogSection.Measures => "measures",
        CatalogSection.Scores => "scores",
        CatalogSection.Segments => "segments",
        CatalogSection.Triggers => "triggers",
        CatalogSection.Identities => "identities",
        _ => "catalog",
    };

    /// <summary>What one thing of it is called.</summary>
    public static string Word(this CatalogSection section) => section switch
    {
        CatalogSection.Signals => "signal type",
        CatalogSection.Identities => "kind of identities",
        CatalogSection.Itself => "catalog",
        _ => section.Property()[..^1],
    };

    /// <summary>The section of a property; null where it is none that names something.</summary>
    public static CatalogSection? OfProperty(string? property) =>
        Enum.GetValues<CatalogSection>().Where(section => section.Property() == property).Select(static section => (CatalogSection?)section).FirstOrDefault();
}
