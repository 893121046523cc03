using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Indexing;

namespace PersonaGrain.Gateway.Searches;

/// <summary>
/// Reads a search: <c>{"segment"?,"accounts"?,"sort"?:{"by","order"?:"desc"|"asc"},"where"?:[condition],"fields"?:[name],"cursor"?,"limit"?}</c>. A condition is
/// one of a catalog about one trait or score: <c>{"trait":"city","is":"London"}</c>.
/// </summary>
/// <remarks>Null is the same as nothing. Every fault is noted at once, with its path; what the index has is not looked at here.</remarks>
public static class SearchRequestReader
{
    private const string Advice = "a search tests one trait or score at a time by its value, such as "
        + "{ \"trait\": \"city\", \"is\": \"London\" } or { \"score\": \"loyalty\", \"atLeast\": 50 }";

    private const string DateAdvice =
        "a search tests dates by where they lie, and not by their age: use before and after, such as { \"trait\": \"createdAt\", \"before\": \"2026-01-31\" }";

    private static readonly string[] Orders = ["desc", "asc"];
    private static readonly string[] Ages = ["within", "olderThan", "last", "anniversary"];

    /// <summary>Reads a search; null where a fault was noted.</summary>
    /// <param name="root">The search.</param>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="mostRows">The greatest limit.</param>
    public static SearchRequest? Read(Node root, Catalog catalog, int mostRows)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var fields = Fields.Of(root, "the search", "segment", "accounts", "sort", "where", "fields", "cursor", "limit").WithoutNulls();
        var ofAccounts = fields["accounts"]?.Truth("accounts") ?? false;
        var asked = ofAccounts ? catalog.OfAccounts : catalog;
        var limit = (int?)fields["limit"]?.Number("limit", 1, mostRows, whole: true);
        var search = new ProfileSearch
        {
            OfAccounts = ofAccounts,
            Segment = fields["segment"]?.Text("the segment"),
            Where = fields["where"] is { } where ? Tests(where, asked.Document) : [],
            Cursor = fields["cursor"]?.Text("the cursor"),
            Limit = Math.Min(limit ?? SearchQuery.StandardPage, ProfileSearch.MaximumLimit),
        };
        search = fields["sort"] is { } sort ? Sorted(search, sort) : search;
        var shape = new RowShape(search.Segment, fields["fields"] is { } chosen ? Chosen(chosen, asked) : []) { IsSearch = true, IsSorted = true };
        return root.Faults.Count == 0 ? new SearchRequest(search, shape) { Limit = limit } : null;
    }

    private static ProfileSearch Sorted(ProfileSearch search, Node node)
    {
        var fields = Fields.Of(node, "sort", "by", "order").WithoutNulls();
        return search with
        {
            SortBy = fields.Required("by", $"name an indexed trait, or {IndexedField.ScorePrefix}NAME")?.Text("by"),
            Descending = fields["order"]?.Word("order", Orders) != "asc",
        };
    }

    private static List<FieldTest> Tests(Node node, CatalogDocument catalog)
    {
        var tests = new List<FieldTest>();
        var items = node.Items("where");
        if (items.Count > ProfileSearch.MaximumTests)
        {
            node.Fault($"there are {items.Count} conditions; at most {ProfileSearch.MaximumTests} are tested at once");
            return tests;
        }

        foreach (var item in items)
        {
            if (Test(item, catalog) is { } test)
            {
                tests.Add(test);
            }
        }

        return tests;
    }

    /// <summary>Reads one condition; null where a fault was noted.</summary>
    internal static FieldTest? ReadTest(Node item, CatalogDocument catalog) => Test(item, catalog);

    // Of other conditions nothing is read: what they are made of may go deep.
    private static FieldTest? Test(Node item, CatalogDocument catalog)
    {
        if (item.Kind != JsonValueKind.Object || !(item.Element.TryGetProperty("trait"u8, out _) || item.Element.TryGetProperty("score"u8, out _)))
        {
            item.Fault(Advice);
            return null;
        }

        switch (ConditionReader.Read(item, catalog))
        {
            case ConditionDocument.Trait { Within: null, OlderThan: null } trait:
                return new FieldTest(trait.Name, trait.Tests);
            case ConditionDocument.Score score:
                return new FieldTest(IndexedField.ScorePrefix + score.Name, score.Tests);
            case null:
                return null;
            default:
                item.Fault(IsAboutDates(item) ? DateAdvice : Advice);
                return null;
        }
    }

    private static bool IsAboutDates(Node item) => Ages.Any(name => item.Element.TryGetProperty(name, out _));

    private static List<ProfileField> Chosen(Node node, Catalog catalog)
    {
        var chosen = new List<ProfileField>();
        var items = node.Items("fields");
        if (items.Count > ProfileFields.Maximum)
        {
            node.Fault($"there are {items.Count} fields; at most {ProfileFields.Maximum} are told");
            return chosen;
        }

        foreach (var item in items)
        {
            if (item.Text("a field") is not { } name)
            {
                continue;
            }

            if (!ProfileFields.TryFind(name, catalog, out var field, out var fault))
            {
                item.Fault(fault);
            }
            else if (chosen.Any(other => other.Name == name))
            {
                item.Fault("this field stands twice; keep one");
            }
            else
            {
                chosen.Add(field);
            }
        }

        return chosen;
    }
}
