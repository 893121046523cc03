using System.Text.Json;
using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Catalogs.Differences;

/// <summary>Says in words what two catalogs say otherwise, definition by definition. What an edit reaches beyond itself is told by <c>CatalogComparison</c>.</summary>
public static class CatalogDifferences
{
    private static readonly string[] Facts = ["name", "unknownSignals", "earliest"];

    /// <summary>The differences, by section and then by name; none where the two differ in no more than their versions.</summary>
    /// <param name="before">The one.</param>
    /// <param name="after">The other, seen as what became of it.</param>
    /// <param name="cancellation">Ends it, between two definitions.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<CatalogDifference> Of(CatalogDocument before, CatalogDocument after, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (new CatalogDefinitions(before), new CatalogDefinitions(after));
        var found = old.Items.Union(now.Items)
            .OrderBy(static item => item.IsOfAccounts).ThenBy(static item => item.Section).ThenBy(static item => item.Name, StringComparer.Ordinal)
            .Select(item =>
            {
                cancellation.ThrowIfCancellationRequested();
                return Of(item, old.Find(item), now.Find(item));
            })
            .OfType<CatalogDifference>();
        return [.. Itself(old.Root, now.Root, after.Name), .. found];
    }

    private static CatalogDifference? Of(CatalogItem item, JsonElement? before, JsonElement? after) => (before, after) switch
    {
        ({ } old, { } now) when old.GetRawText() == now.GetRawText() => null,
        ({ } old, { } now) => CatalogDifference.Changed(item, DefinitionDifferences.Of(item.Section, old, now)),
        ({ } old, null) => new CatalogDifference(item, DifferenceKind.Removed, [DefinitionWords.Sentence(item.Section, old)]),
        (null, { } now) => new CatalogDifference(item, DifferenceKind.Added, [DefinitionWords.Sentence(item.Section, now)]),
        _ => null,
    };

    private static IEnumerable<CatalogDifference> Itself(JsonElement before, JsonElement after, string name)
    {
        string[] details = [.. Facts.SelectMany(fact => DefinitionDifferences.Of(CatalogSection.Itself, fact, Find(before, fact), Find(after, fact)))];
        return details.Length == 0 ? [] : [new CatalogDifference(new CatalogItem(CatalogSection.Itself, name), DifferenceKind.Changed, details)];
    }

    private static JsonElement? Find(JsonElement owner, string property) => owner.TryGetProperty(property, out var found) ? found : null;
}
