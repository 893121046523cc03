using PersonaGrain.Catalogs;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>The names of a catalog that conditions of people may use.</summary>
public sealed class BuilderNames(Catalog catalog, string segment)
{
    private readonly string[] _measures = [.. catalog.Measures.Distinct().Order(StringComparer.Ordinal)];
    private readonly string[] _scores = [.. catalog.Scores];
    private readonly string[] _traits = [.. catalog.Document.Traits.Keys.Concat(catalog.Document.ComputedTraits.Keys).Order(StringComparer.Ordinal)];
    private readonly string[] _segments = [.. catalog.Document.Segments.Keys.Where(name => name != segment).Order(StringComparer.Ordinal)];

    /// <summary>The names that a field takes; none where it takes others than names.</summary>
    internal IReadOnlyList<string> Of(FieldKind kind) => kind switch
    {
        FieldKind.Measure => _measures,
        FieldKind.Score => _scores,
        FieldKind.Trait => _traits,
        FieldKind.Segment => _segments,
        _ => [],
    };

    /// <summary>Whether a trait holds texts, or lists of them; null where that is not declared.</summary>
    internal bool? IsText(string trait) => catalog.Document.Traits.TryGetValue(trait, out var declared)
        ? declared.Type is not (PersonaGrain.Catalogs.ValueType.Number or PersonaGrain.Catalogs.ValueType.Boolean)
        : null;
}
