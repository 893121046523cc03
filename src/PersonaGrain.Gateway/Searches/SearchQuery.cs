using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Indexing;

namespace PersonaGrain.Gateway.Searches;

/// <summary>What stands in the query of a request for a list: <c>sort=-spend&amp;fields=email,score.loyalty</c>.</summary>
internal static class SearchQuery
{
    internal const int StandardPage = 100;

    private const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>Parameters that make a request for profiles one for a list.</summary>
    internal static readonly string[] OfLists = ["sort", "segment", "fields", "cursor", "limit", "accounts", "format", "identity", "trait", "score", "without"];

    /// <summary>How a value may be tested that stands in a query.</summary>
    internal static readonly string[] Tests = ["is", "isNot", "atLeast", "above", "atMost", "below", "startsWith", "before", "after"];

    /// <summary>Puts what to sort by into a search: the name of a field, with <c>-</c> before it for the greatest first. No change where none is given.</summary>
    internal static ProfileSearch Sorted(HttpRequest request, ProfileSearch search) => Sort(request) is not { } sort
        ? search
        : search with { SortBy = sort.TrimStart('-'), Descending = sort.StartsWith('-') };

    /// <summary>What to sort by, as it was sent; null where that is not asked for.</summary>
    internal static string? Sort(HttpRequest request) => request.Query["sort"] is [{ Length: > 0 } sort, ..] ? sort : null;

    /// <summary>The fields that are asked for; false with the problem where there is one that does not exist.</summary>
    internal static bool TryFields(HttpRequest request, Catalog catalog, out IReadOnlyList<ProfileField> fields, out Problem? problem)
    {
        var chosen = new List<ProfileField>();
        (fields, problem) = (chosen, null);
        string[] names = [.. request.Query["fields"].SelectMany(static value => value!.Split(',', Split)).Distinct()];
        if (names.Length > ProfileFields.Maximum)
        {
            problem = new Problem("invalid_parameter", $"there are {names.Length} fields; at most {ProfileFields.Maximum} are told", "fields");
            return false;
        }

        foreach (var name in names)
        {
            if (!ProfileFields.TryFind(name, catalog, out var field, out var fault))
            {
                problem = new Problem("invalid_parameter", fault, "fields");
                return false;
            }

            chosen.Add(field);
        }

        return true;
    }
}
