using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>An optional member that holds null is not there: serializers write it for what is not set.</summary>
public sealed class NullMemberTests
{
    [Fact]
    public void Read_catalog_with_a_null_for_each_optional_member_is_that_without_them()
    {
        const string sparse = """
            { "name": "shop", "version": 1,
              "signals": { "viewed": { "category": "behavioral" } },
              "traits": { "age": { "type": "number" }, "views": { "count": "viewed" }, "price": { "min": "price", "of": "viewed" } },
              "measures": { "m": { "signal": "viewed" } },
              "scores": { "intent": { "weights": { "viewed": 1 }, "relevance": { "recency": 1 } } },
              "segments": { "s": { "when": { "signal": "viewed", "count": { "atLeast": 1 } } } },
              "triggers": { "t": { "after": "viewed", "within": "30m" } },
              "identities": { "email": {} } }
            """;
        const string filled = """
            { "$schema": null, "name": "shop", "version": 1, "unknownSignals": null, "earliest": null,
              "signals": { "viewed": { "category": "behavioral", "attributes": null, "value": null, "outcome": null, "retention": null, "faults": null } },
              "traits": { "age": { "type": "number", "category": null, "format": null, "min": null, "max": null },
                "views": { "type": null, "count": "viewed", "sum": null, "of": null, "where": null, "within": null, "keep": null }, "price": { "min": "price", "max": null, "of": "viewed" } },
              "measures": { "m": { "signal": "viewed", "where": null, "distinct": null, "by": null, "saturation": null, "halfLife": null } },
              "scores": { "intent": { "outcome": null, "weights": { "viewed": 1 }, "context": null, "correlations": null,
                "relevance": { "frequency": null, "recency": 1, "correlation": null, "saturation": null, "recencyHalfLife": null } } },
              "segments": { "s": { "priority": null, "score": null, "description": null, "when": { "signal": "viewed", "measure": null, "where": null,
                "distinct": null, "count": { "atLeast": 1, "atMost": null, "between": null }, "sum": null, "lastSeen": null, "within": null, "during": null,
                "all": null, "any": null, "not": null, "trait": null } } },
              "triggers": { "t": { "after": "viewed", "unless": null, "within": "30m", "late": null } },
              "identities": { "email": { "priority": null, "limit": null, "normalize": null, "hash": null, "blocked": null, "merge": null, "trait": null } } }
            """;

        CatalogText.Sound(filled).ShouldBeSameAs(CatalogText.Sound(sparse));
        CatalogText.Sound("""{ "name": "shop", "version": 1, "signals": null, "traits": null, "measures": null, "scores": null, "segments": null, "triggers": null, "identities": null }""")
            .ShouldBeSameAs(CatalogText.Sound("""{ "name": "shop", "version": 1 }"""));
    }

    [Theory]
    [InlineData("""{ "trait": "age", "above": 30, "below": null, "is": null, "within": null, "any": null }""", """{ "trait": "age", "above": 30 }""")]
    [InlineData("""{ "trait": "born", "within": { "next": "7d", "last": null } }""", """{ "trait": "born", "within": { "next": "7d" } }""")]
    [InlineData("""{ "score": "intent", "atLeast": 40, "above": null }""", """{ "score": "intent", "atLeast": 40 }""")]
    [InlineData("""{ "segment": "s2", "is": true, "isNot": null }""", """{ "segment": "s2", "is": true }""")]
    [InlineData("""{ "not": { "trait": "vip", "is": true }, "all": null }""", """{ "not": { "trait": "vip", "is": true } }""")]
    [InlineData(
        """{ "signal": "viewed", "lastSeen": { "within": "7d", "olderThan": null } }""",
        """{ "signal": "viewed", "lastSeen": { "within": "7d" } }""")]
    [InlineData(
        """{ "signal": "viewed", "count": { "is": 1 }, "during": { "from": "2026-01-01", "to": null } }""",
        """{ "signal": "viewed", "count": { "is": 1 }, "during": { "from": "2026-01-01" } }""")]
    [InlineData(
        """{ "signal": "viewed", "where": { "topic": { "is": "shoes", "isNot": null, "any": null } }, "count": { "is": 1 } }""",
        """{ "signal": "viewed", "where": { "topic": { "is": "shoes" } }, "count": { "is": 1 } }""")]
    [InlineData(
        """{ "signal": "viewed", "where": { "items": { "any": { "color": "red" }, "is": null } }, "count": { "is": 1 } }""",
        """{ "signal": "viewed", "where": { "items": { "any": { "color": "red" } } }, "count": { "is": 1 } }""")]
    public void Read_condition_with_nulls_is_that_without_them(string filled, string sparse) => Condition(filled).ShouldBeSameAs(Condition(sparse));

    [Theory]
    [InlineData("""{ "name": null, "version": 1 }""", "$.name", "is missing")]
    [InlineData("""{ "name": "shop", "version": 1, "signals": { "viewed": null } }""", "$.signals.viewed", "as an object")]
    [InlineData("""{ "name": "shop", "version": 1, "segment": null }""", "$.segment", "did you mean \"segments\"?")]
    public void Read_null_in_place_of_what_is_needed_is_a_fault(string catalog, string path, string advice)
    {
        var fault = CatalogText.Faults(catalog).ShouldHaveSingleItem();

        (fault.Path, fault.Message.Contains(advice, StringComparison.Ordinal)).ShouldBe((path, true), fault.Message);
    }

    private static ConditionDocument Condition(string condition) => CatalogText.Sound(SmallCatalog.With(
        ("segments", $$"""{ "s": { "when": {{condition}} }, "s2": { "when": { "trait": "vip", "is": true } } }"""))).Segments["s"].When;
}
