using PersonaGrain.Catalogs.Changes;

namespace PersonaGrain.Catalogs.Items;

/// <summary>What of a catalog is worked out of what: for each definition what it uses by itself, and what uses it.</summary>
public sealed class CatalogDependencies
{
    private readonly Dictionary<CatalogItem, List<CatalogItem>> _uses = [];
    private readonly Dictionary<CatalogItem, List<CatalogItem>> _users = [];

    private CatalogDependencies(CatalogDocument document)
    {
        var people = new CatalogSide(document, "$");
        var accounts = new CatalogSide(AccountsDocument.Of(document), "$.accounts");
        Take(people, accounts, isOfAccounts: false);
        if (document.Accounts is not null)
        {
            Take(accounts, people, isOfAccounts: true);
        }
    }

    /// <summary>Those of a catalog.</summary>
    public static CatalogDependencies Of(CatalogDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new CatalogDependencies(document);
    }

    /// <summary>What a definition uses by itself, in the order in which it names it.</summary>
    public IReadOnlyList<CatalogItem> UsesOf(CatalogItem item) => _uses.GetValueOrDefault(item) ?? [];

    /// <summary>What uses it by itself: what breaks, or means something else, where it goes or is changed.</summary>
    public IReadOnlyList<CatalogItem> UsersOf(CatalogItem item) => _users.GetValueOrDefault(item) ?? [];

    private void Take(CatalogSide side, CatalogSide others, bool isOfAccounts)
    {
        foreach (var (section, name, uses) in side.Definitions())
        {
            var user = new CatalogItem(CatalogSections.OfProperty(section)!.Value, name, isOfAccounts);
            var used = uses.SelectMany(use => use.IsOfOthers ? Resolve(use, others, !isOfAccounts) : Resolve(use, side, isOfAccounts)).Distinct().ToList();
            _uses[user] = used;
            foreach (var one in used)
            {
                if (!_users.TryGetValue(one, out var users))
                {
                    users = _users[one] = [];
                }

                users.Add(user);
            }
        }
    }

    private static IEnumerable<CatalogItem> Resolve(CatalogUse use, CatalogSide side, bool isOfAccounts) => use.Kind switch
    {
        UseKind.Occurrences or UseKind.Attribute or UseKind.Worth => side.SectionOf(use.Name) is { } section ? [Item(CatalogSections.OfProperty(section)!.Value, use.Name, isOfAccounts)] : [],
        UseKind.Trait => TraitOf(side.Document, use.Name) is { } trait ? [new(CatalogSection.Traits, trait, isOfAccounts)] : [],
        UseKind.Score => side.Document.Scores.ContainsKey(use.Name) ? [new(CatalogSection.Scores, use.Name, isOfAccounts)] : [],
        UseKind.Segment => side.Document.Segments.ContainsKey(use.Name) ? [new(CatalogSection.Segments, use.Name, isOfAccounts)] : [],
        _ => side.Document.Signals.Where(signal => signal.Value.Outcome == use.Name).Select(static signal => new CatalogItem(CatalogSection.Signals, signal.Key)),
    };

    private static CatalogItem Item(CatalogSection section, string name, bool isOfAccounts) => new(section, name, isOfAccounts && section != CatalogSection.Signals);

    /// <summary>The trait that a name is of: a part of a trait, as <c>address.city</c>, is not always declared itself.</summary>
    private static string? TraitOf(CatalogDocument document, string name)
    {
        for (var found = name; found.Length > 0; found = found[..Math.Max(0, found.LastIndexOf('.'))])
        {
            if (document.Traits.ContainsKey(found) || document.ComputedTraits.ContainsKey(found))
            {
                return found;
            }
        }

        return null;
    }
}
