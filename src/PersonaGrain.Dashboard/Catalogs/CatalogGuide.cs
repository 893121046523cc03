using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Dashboard.Catalogs;

/// <summary>The definitions of one catalog, as the pages show them: found by a word, with what uses what.</summary>
internal sealed class CatalogGuide
{
    private readonly CatalogDefinitions _definitions;
    private readonly CatalogDependencies _dependencies;
    private readonly Dictionary<CatalogItem, string> _sentences;
    private readonly ConcurrentDictionary<CatalogItem, IReadOnlySet<string>> _signals = [];

    internal CatalogGuide(CatalogDocument document)
    {
        (Document, _definitions, _dependencies) = (document, new CatalogDefinitions(document), CatalogDependencies.Of(document));
        Items = [.. _definitions.Items.Where(static item => CatalogSections.OfDefinitions.Contains(item.Section)).OrderBy(static item => Place(item.Section))];
        _sentences = Items.ToDictionary(static item => item, item => SentenceOf(item.Section, _definitions.Find(item)!.Value));
    }

    /// <summary>The catalog.</summary>
    internal CatalogDocument Document { get; }

    /// <summary>Every definition: of people, then of accounts, in each section by name.</summary>
    internal IReadOnlyList<CatalogItem> Items { get; }

    /// <summary>A definition as JSON; null where there is none.</summary>
    internal JsonElement? Find(CatalogItem item) => _definitions.Find(item);

    /// <summary>What it says, in one sentence; without what it is described by.</summary>
    internal string Sentence(CatalogItem item) => _sentences[item];

    /// <summary>What its author described it by; null where nothing was said.</summary>
    internal string? DescriptionOf(CatalogItem item) =>
        item.Section == CatalogSection.Segments && Find(item) is { } segment && segment.TryGetProperty("description", out var found) ? found.GetString() : null;

    /// <summary>What it uses by itself.</summary>
    internal IReadOnlyList<CatalogItem> UsesOf(CatalogItem item) => _dependencies.UsesOf(item);

    /// <summary>What uses it by itself.</summary>
    internal IReadOnlyList<CatalogItem> UsersOf(CatalogItem item) => _dependencies.UsersOf(item);

    /// <summary>The types of signals that it is worked out of, by whatever it uses.</summary>
    internal IReadOnlySet<string> SignalsOf(CatalogItem item) => _signals.GetOrAdd(item, FindSignals);

    /// <summary>Those of a segment; of people and of accounts no two have one name.</summary>
    internal IReadOnlySet<string> SignalsOf(string segment) =>
        SignalsOf(new CatalogItem(CatalogSection.Segments, segment, Document.Accounts?.Segments.ContainsKey(segment) == true && !Document.Segments.ContainsKey(segment)));

    /// <summary>Those of a section, or of all, whose name or definition has a word.</summary>
    internal IEnumerable<CatalogItem> Matching(string? word) => string.IsNullOrWhiteSpace(word)
        ? Items
        : Items.Where(item => item.Name.Contains(word.Trim(), StringComparison.OrdinalIgnoreCase) || Sentence(item).Contains(word.Trim(), StringComparison.OrdinalIgnoreCase)
            || DescriptionOf(item)?.Contains(word.Trim(), StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Whether a trait is computed, and not sent.</summary>
    internal bool IsComputed(CatalogItem item) => item.Section == CatalogSection.Traits
        && (item.IsOfAccounts ? Document.Accounts?.ComputedTraits : Document.ComputedTraits)?.ContainsKey(item.Name) == true;

    /// <summary>Of a segment who is in it; of all else what is said and not left at nothing.</summary>
    private static string SentenceOf(CatalogSection section, JsonElement definition) => section == CatalogSection.Segments
        ? DefinitionWords.Condition(definition.GetProperty("when"))
        : string.Join("; ", DefinitionWords.Of(section, definition).Where(static line => line.Words != DefinitionWords.Nothing).Select(static line => $"{line.Label}: {line.Words}"));

    private IReadOnlySet<string> FindSignals(CatalogItem item)
    {
        var (seen, open) = (new HashSet<CatalogItem> { item }, new Stack<CatalogItem>([item]));
        while (open.TryPop(out var user))
        {
            foreach (var used in UsesOf(user).Where(seen.Add))
            {
                open.Push(used);
            }
        }

        return seen.Where(static one => one.Section == CatalogSection.Signals).Select(static one => one.Name).ToHashSet(StringComparer.Ordinal);
    }

    private static int Place(CatalogSection section) => CatalogSections.OfDefinitions.Index().First(one => one.Item == section).Index;
}

/// <summary>Makes one guide for each catalog, however many pages are open.</summary>
internal sealed class CatalogGuides
{
    private readonly ConditionalWeakTable<Catalog, CatalogGuide> _guides = [];

    /// <summary>That of a catalog.</summary>
    internal CatalogGuide Of(Catalog catalog) => _guides.GetValue(catalog, static one => new CatalogGuide(one.Document));
}
