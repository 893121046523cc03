using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Documents;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>Reads one content of a decision request.</summary>
internal static class DecisionContentReader
{
    /// <summary>Reads a content; null where it has no id to speak of.</summary>
    internal static Content? Read(Node item, CatalogDocument catalog)
    {
        var fields = Fields.Of(item, "a content", "id", "when", "interests", "filters", "scoreWeights", "base");
        var id = DecisionRequestReader.Name(fields, "id", "give the content an id");
        var content = new Content(
            id ?? string.Empty,
            fields.Optional("when") is { } when ? ConditionReader.Read(when, catalog) : null,
            fields.Optional("interests") is { } interests ? [.. interests.Items("interests").Select(Interest)] : [],
            fields.Optional("filters") is { } filters ? Filters(filters, catalog) : [],
            fields.Optional("scoreWeights") is { } weights ? ScoreWeights(weights) : [],
            fields.Optional("base")?.Number("base") ?? 0);
        return id is null ? null : content;
    }

    private static string Interest(Node node) => node.Text("an interest") ?? string.Empty;

    private static List<ContentFilter> Filters(Node node, CatalogDocument catalog)
    {
        var filters = new List<ContentFilter>();
        foreach (var item in node.Items("filters"))
        {
            var fields = Fields.Of(item, "a filter", "when", "points");
            var points = fields.Optional("points")?.Number("points") ?? 1;
            if (fields.Required("when", "give the filter a condition") is { } condition && ConditionReader.Read(condition, catalog) is { } when)
            {
                filters.Add(new ContentFilter(when, points));
            }
        }

        return filters;
    }

    private static Dictionary<string, double> ScoreWeights(Node node)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (score, weight) in Fields.Of(node, "scoreWeights").All)
        {
            weights.Add(score, weight.Kind == JsonValueKind.Null ? 0 : weight.Number("a weight") ?? 0);
        }

        return weights;
    }
}
