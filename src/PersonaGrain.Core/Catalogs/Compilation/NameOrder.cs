namespace PersonaGrain.Catalogs.Compilation;

/// <summary>
/// Puts what is decided one after the other in the order of names, so that equal documents behave alike, whatever order they were written in.
/// </summary>
/// <remarks>
/// Order shows: in the events of one instant, and in the last digit of a score's sum. A stored catalog is written in this order too.
/// </remarks>
internal static class NameOrder
{
    /// <summary>An equal document in order.</summary>
    internal static CatalogDocument Of(CatalogDocument document) => document with
    {
        Scores = Sorted(document.Scores).ToDictionary(
            static entry => entry.Key, static entry => entry.Value with { Weights = Sorted(entry.Value.Weights) }),
        ComputedTraits = Sorted(document.ComputedTraits),
        Segments = Sorted(document.Segments),
        Triggers = Sorted(document.Triggers),
    };

    private static Dictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> section) =>
        section.OrderBy(static entry => entry.Key, StringComparer.Ordinal).ToDictionary();
}
