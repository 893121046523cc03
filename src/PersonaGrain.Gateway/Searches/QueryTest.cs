using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Indexing;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Gateway.Searches;

/// <summary>The one condition that stands in the query of a request for a list: <c>trait=plan&amp;is=pro</c>, <c>score=loyalty&amp;atLeast=50</c>.</summary>
internal static class QueryTest
{
    /// <summary>Whether there is one.</summary>
    internal static bool IsAsked(IQueryCollection query) => query.ContainsKey("trait") || query.ContainsKey("score") || SearchQuery.Tests.Any(query.ContainsKey);

    /// <summary>Reads it as one that stands in a body; null with the problem where it has a fault.</summary>
    internal static FieldTest? Read(IQueryCollection query, Catalog catalog, out Problem? problem)
    {
        problem = null;
        if (query.ContainsKey("trait") == query.ContainsKey("score"))
        {
            problem = new Problem("invalid_parameter", "a condition is about one trait or one score: send trait=NAME or score=NAME, and how it is tested, such as is=pro", "trait");
            return null;
        }

        var name = query.ContainsKey("trait") ? "trait" : "score";
        var condition = new JsonObject { [name] = (string?)query[name] };
        var isText = name == "trait" && catalog.Document.Traits.GetValueOrDefault(query[name]!)?.Type is ValueType.String or ValueType.Date;
        foreach (var test in SearchQuery.Tests.Where(query.ContainsKey))
        {
            condition[test] = Value(query[test]!, isText || test is "startsWith" or "before" or "after");
        }

        using var document = JsonDocument.Parse(condition.ToJsonString());
        var faults = new FaultList();
        var read = SearchRequestReader.ReadTest(new Node(document.RootElement, "$", faults), catalog.Document);
        if (read is null || faults.Count > 0)
        {
            var first = faults.Listed.Count > 0 ? faults.Listed[0] : null;
            problem = new Problem("invalid_parameter", first is null ? "the condition can not be used" : $"{first.Path[Math.Min(2, first.Path.Length)..]}: {first.Message}".TrimStart(':', ' '), name);
            return null;
        }

        return read;
    }

    // A query has no types: what is declared as text stays one, and of others a number is a number.
    private static JsonNode? Value(string text, bool isText) => isText ? text
        : text is "true" or "false" ? text == "true"
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : text;
}
