using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>A sound catalog of a few names, any section of which a test can replace.</summary>
internal static class SmallCatalog
{
    private static readonly Dictionary<string, string> Standard = new()
    {
        ["name"] = "\"test\"",
        ["version"] = "1",
        ["signals"] = """
            { "viewed": { "category": "behavioral", "attributes": { "price": "number", "topic": "string", "tags": "list", "new": "boolean", "day": "date" } },
              "bought": { "category": "transactional", "value": "revenue", "outcome": "purchase" } }
            """,
        ["traits"] = """{ "age": { "type": "number" }, "city": { "type": "string" }, "vip": { "type": "boolean" }, "born": { "type": "date" }, "likes": { "type": "list" } }""",
        ["measures"] = """{ "cheap_views": { "signal": "viewed", "where": { "price": { "below": 10 } } } }""",
        ["scores"] = """{ "intent": { "weights": { "viewed": 1 } } }""",
        ["segments"] = """{ "buyers": { "when": { "signal": "bought", "count": { "atLeast": 1 } } } }""",
        ["accounts"] = """{ "segments": { "large": { "when": { "trait": "seats", "atLeast": 9 } } } }""",
        ["triggers"] = """{ "no_purchase": { "after": "viewed", "unless": "bought", "within": "30m" } }""",
    };

    /// <summary>The catalog with some sections replaced; null leaves one out.</summary>
    internal static string With(params (string Section, string? Json)[] replaced)
    {
        var sections = new Dictionary<string, string>(Standard);
        foreach (var (section, json) in replaced)
        {
            sections.Remove(section);
            if (json is not null)
            {
                sections.Add(section, json);
            }
        }

        return "{" + string.Join(",\n", sections.Select(section => $"\"{section.Key}\": {section.Value}")) + "}";
    }

    internal static string WithCondition(string condition) => With(("segments", $$"""{ "s": { "when": {{condition}} } }"""));

    internal static ConditionDocument Condition(string condition) => CatalogText.Sound(WithCondition(condition)).Segments["s"].When;
}
