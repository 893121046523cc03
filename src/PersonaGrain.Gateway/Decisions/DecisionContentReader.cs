using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>Reads one content of a decision request.</summary>
internal static class DecisionContentReader
{
    /// <summary>Reads a content; null where it has no id to speak of.</summary>
    internal static Content? Read(JsonElement item, string path, CatalogDocument catalog, IList<CatalogFault> faults)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new CatalogFault(path, DecisionFields.Shorten(item), "a content is an object with an id"));
            return null;
        }

        var fields = new DecisionFields(item, path, faults);
        var id = fields.Text("id");
        if (string.IsNullOrWhiteSpace(id))
        {
            fields.Fault("id", fields.Raw("id"), "give the content an id");
        }

        var content = new Content(
            id ?? string.Empty,
            Condition(fields, "when", catalog, faults),
            Interests(fields, faults),
            Filters(fields, catalog, faults),
            ScoreWeights(fields, faults),
            fields.Number("base") ?? 0);
        fields.RefuseOthers();
        return string.IsNullOrWhiteSpace(id) ? null : content;
    }

    private static ConditionDocument? Condition(DecisionFields fields, string name, CatalogDocument catalog, IList<CatalogFault> faults)
    {
        var raw = fields.Raw(name);
        return raw.ValueKind == JsonValueKind.Undefined ? null : ConditionReader.Read(raw, fields.PathOf(name), catalog, faults);
    }

    private static List<string> Interests(DecisionFields fields, IList<CatalogFault> faults)
    {
        var interests = new List<string>();
        foreach (var (element, path) in fields.List("interests"))
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                interests.Add(element.GetString()!);
            }
            else
            {
                faults.Add(new CatalogFault(path, DecisionFields.Shorten(element), "an interest is a text"));
            }
        }

        return interests;
    }

    private static List<ContentFilter> Filters(DecisionFields fields, CatalogDocument catalog, IList<CatalogFault> faults)
    {
        var filters = new List<ContentFilter>();
        foreach (var (element, path) in fields.List("filters"))
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(new CatalogFault(path, DecisionFields.Shorten(element), "a filter is {\"when\":…,\"points\":…}"));
                continue;
            }

            var filter = new DecisionFields(element, path, faults);
            var before = faults.Count;
            var when = Condition(filter, "when", catalog, faults);
            var points = filter.Number("points") ?? 1;
            filter.RefuseOthers();
            if (when is not null)
            {
                filters.Add(new ContentFilter(when, points));
            }
            else if (faults.Count == before)
            {
                filter.Fault("when", default, "give the filter a condition");
            }
        }

        return filters;
    }

    private static Dictionary<string, double> ScoreWeights(DecisionFields fields, IList<CatalogFault> faults)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        var raw = fields.Raw("scoreWeights");
        if (raw.ValueKind == JsonValueKind.Undefined)
        {
            return weights;
        }

        if (raw.ValueKind != JsonValueKind.Object)
        {
            fields.Fault("scoreWeights", raw, "send {\"score\": weight}");
            return weights;
        }

        var inner = new DecisionFields(raw, fields.PathOf("scoreWeights"), faults);
        foreach (var property in raw.EnumerateObject())
        {
            weights[property.Name] = inner.Number(property.Name) ?? 0;
        }

        return weights;
    }
}
