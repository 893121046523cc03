using PersonaGrain.Catalogs.Changes;

namespace PersonaGrain.Catalogs;

/// <summary>Finds the measures, and the traits beside them, that a look-alike compares where the catalog names none: those that have nothing to do with what its segment asks about.</summary>
/// <remarks>
/// A model that knew what the segment asks about would learn the segment's own condition, and find nobody but its members. So measures over a signal type are
/// left out that the condition asks about, by itself or by way of segments, scores, computed traits and triggers; and triggers that such a signal arms or disarms.
/// Of traits those are left out that it asks about, and computed ones over such a signal.
/// </remarks>
internal sealed class SimilarityMeasures
{
    private readonly CatalogDocument _catalog;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<(UseKind Kind, string Name)> _followed = [];

    private SimilarityMeasures(CatalogDocument catalog) => _catalog = catalog;

    /// <summary>The measures, named ones before signal types, by name.</summary>
    internal static IReadOnlyList<string> Of(CatalogDocument catalog, SimilarityDocument similarity)
    {
        if (similarity.Measures.Count > 0)
        {
            return similarity.Measures;
        }

        var measures = new SimilarityMeasures(catalog);
        measures.Follow([new CatalogUse(UseKind.Segment, similarity.Seed)]);
        var reached = measures.Reached();
        return [.. Names(catalog).Where(name => !reached.Contains(measures.SignalOf(name)))];
    }

    /// <summary>The traits whose values are compared, by name: at most <see cref="CatalogLimits.ComparedTraits"/>. None by centre, nor where the catalog names the measures.</summary>
    /// <remarks>
    /// Declared ones but for dates and addresses, and computed ones but for predictions, which are another number for everybody, and what is divided.
    /// </remarks>
    internal static IReadOnlyList<string> Traits(CatalogDocument catalog, SimilarityDocument similarity)
    {
        if (similarity.By != SimilarityMethod.Model || similarity.Measures.Count > 0)
        {
            return [];
        }

        var measures = new SimilarityMeasures(catalog);
        measures.Follow([new CatalogUse(UseKind.Segment, similarity.Seed)]);
        var reached = measures.Reached();
        var declared = catalog.Traits.Where(static trait => trait.Value.Type != ValueType.Date && trait.Value.Format != "email").Select(static trait => trait.Key);
        var computed = catalog.ComputedTraits.Where(trait => trait.Value switch
        {
            ComputedTraitDocument.OfSignals signals => !reached.Contains(measures.SignalOf(signals.Source.Name)),
            ComputedTraitDocument.OfPurchases purchases => !purchases.Computation.UsesModel() && !reached.Contains(measures.SignalOf(purchases.Source.Name)),
            _ => false,
        }).Select(static trait => trait.Key);
        return [.. declared.Concat(computed).Where(trait => !measures.AsksOf(trait)).Order(StringComparer.Ordinal).Take(CatalogLimits.ComparedTraits)];
    }

    /// <summary>Named measures, then signal types and triggers.</summary>
    internal static IEnumerable<string> Names(CatalogDocument catalog) =>
    [
        .. catalog.Measures.Keys.Order(StringComparer.Ordinal), .. catalog.Signals.Keys.Concat(catalog.Triggers.Keys).Order(StringComparer.Ordinal),
    ];

    private void Follow(IEnumerable<CatalogUse> uses)
    {
        foreach (var use in uses.Where(use => !use.IsOfOthers && _followed.Add((use.Kind, use.Name))))
        {
            Follow(use);
        }
    }

    private void Follow(CatalogUse use)
    {
        switch (use.Kind)
        {
            case UseKind.Segment when _catalog.Segments.TryGetValue(use.Name, out var segment):
                Follow(CatalogUses.Of(segment.When));
                break;
            case UseKind.Score when _catalog.Scores.TryGetValue(use.Name, out var score):
                Follow(CatalogUses.Of(score));
                Ask(score.LearnsAll ? Names(_catalog) : score.Learned);
                break;
            case UseKind.Trait when _catalog.ComputedTraits.TryGetValue(use.Name, out var trait):
                Follow(CatalogUses.Of(trait));
                Ask(trait is ComputedTraitDocument.OfPurchases purchases ? [purchases.Source.Name] : []);
                break;
            case UseKind.Occurrences or UseKind.Attribute or UseKind.Worth:
                Ask([use.Name]);
                break;
        }
    }

    private void Ask(IEnumerable<string> measures)
    {
        foreach (var signal in measures.Select(SignalOf).Where(_asked.Add))
        {
            if (_catalog.Triggers.TryGetValue(signal, out var trigger))
            {
                Ask([trigger.After, .. trigger.Unless]);
            }
        }
    }

    /// <summary>What is asked about, and the triggers that it arms or disarms, by way of others too.</summary>
    private HashSet<string> Reached()
    {
        var reached = new HashSet<string>(_asked, StringComparer.Ordinal);
        while (_catalog.Triggers.Where(trigger => !reached.Contains(trigger.Key) && trigger.Value.Unless.Prepend(trigger.Value.After).Any(IsReached)).ToList() is { Count: > 0 } more)
        {
            reached.UnionWith(more.Select(static trigger => trigger.Key));
        }

        return reached;

        bool IsReached(string measure) => reached.Contains(SignalOf(measure));
    }

    /// <summary>Whether the condition asks about a trait, or about one part of it.</summary>
    private bool AsksOf(string trait) => _followed.Any(use => use.Kind == UseKind.Trait
        && (use.Name == trait || use.Name.StartsWith(trait + ".", StringComparison.Ordinal) || trait.StartsWith(use.Name + ".", StringComparison.Ordinal)));

    private string SignalOf(string measure) => _catalog.Measures.TryGetValue(measure, out var named) ? named.Signal : measure;
}
