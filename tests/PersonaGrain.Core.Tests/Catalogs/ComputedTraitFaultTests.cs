using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

public sealed class ComputedTraitFaultTests
{
    [Theory]
    [InlineData("""{ "count": "veiwed" }""", "$.traits.x.count", "did you mean \"viewed\"")]
    [InlineData("""{ "mean": "price", "of": "veiwed" }""", "$.traits.x.of", "did you mean \"viewed\"")]
    [InlineData("""{ "mean": "topic", "of": "viewed" }""", "$.traits.x.mean", "declared as string; mean is of numbers")]
    [InlineData("""{ "sum": "no_purchase" }""", "$.traits.x.sum", "has no value and no attributes")]
    [InlineData("""{ "count": "viewed", "sum": "viewed" }""", "$.traits.x", "one of count, sum, not several")]
    [InlineData("""{ "first": "topic", "of": "viewed", "within": "7d" }""", "$.traits.x.within", "first has no window")]
    [InlineData("""{ "daysSince": "viewed", "within": "7d" }""", "$.traits.x.within", "daysSince has no window")]
    [InlineData("""{ "count": "viewed", "keep": 5 }""", "$.traits.x.keep", "without within there is none")]
    [InlineData("""{ "count": "viewed", "within": "7d", "keep": 10001 }""", "$.traits.x.keep", "from 1 to 10000")]
    [InlineData("""{ "count": "viewed", "whithin": "7d" }""", "$.traits.x.whithin", "did you mean \"within\"")]
    [InlineData("""{ "count": 5 }""", "$.traits.x.count", "as text")]
    [InlineData("""{ "ratio": ["a"] }""", "$.traits.x", "has two computed traits")]
    [InlineData("""{ "ratio": ["a", "nothing"] }""", "$.traits.x", "no computed trait of this name")]
    [InlineData("""{ "ratio": ["a", "x"] }""", "$.traits.x", "\"x\" is none")]
    [InlineData("""{ "ratio": ["a", "days"] }""", "$.traits.x", "\"days\" is none")]
    [InlineData("""{ "mostFrequent": "viewed" }""", "$.traits.x.mostFrequent", "is of an attribute's values")]
    [InlineData("""{ "distinct": "topic", "of": "no_purchase" }""", "$.traits.x.distinct", "has no value and no attributes")]
    [InlineData("""{ "newest": "topic", "of": "viewed", "keep": 1001 }""", "$.traits.x.keep", "from 1 to 1000")]
    [InlineData("""{ "distinct": "topic", "of": "viewed", "keep": 1000000 }""", "$.traits.x.keep", "from 1 to 10000")]
    [InlineData("""{ "ratio": ["a", "newest"] }""", "$.traits.x", "\"newest\" is none")]
    [InlineData("""{ "streak": "viewed", "zone": "Europe/Belrin" }""", "$.traits.x.zone", "not a time zone of the IANA database")]
    [InlineData("""{ "streak": "viewed", "zone": "localtime" }""", "$.traits.x.zone", "not a time zone of the IANA database")]
    [InlineData("""{ "distinctDays": "viewed", "zone": "Europe/../UTC" }""", "$.traits.x.zone", "not a time zone of the IANA database")]
    [InlineData("""{ "streak": "viewed", "every": "month" }""", "$.traits.x.every", "one of day, week")]
    [InlineData("""{ "streak": "viewed", "within": "7d" }""", "$.traits.x.within", "streak has no window")]
    [InlineData("""{ "count": "viewed", "zone": "UTC" }""", "$.traits.x.zone", "of distinctDays and streak")]
    [InlineData("""{ "distinctDays": "viewed", "every": "week" }""", "$.traits.x.every", "every is of streak")]
    [InlineData("""{ "percentile": "bought" }""", "$.traits.x.percentile", "write as rank")]
    [InlineData("""{ "percentile": "bought", "rank": 101 }""", "$.traits.x.rank", "from 0 to 100")]
    [InlineData("""{ "percentile": "topic", "of": "viewed", "rank": 50 }""", "$.traits.x.percentile", "percentile is of numbers")]
    [InlineData("""{ "mean": "bought", "rank": 50 }""", "$.traits.x.rank", "rank is of percentile")]
    [InlineData("""{ "sessions": "viewed", "gap": "0s" }""", "$.traits.x.gap", "longer than 0")]
    [InlineData("""{ "count": "viewed", "gap": "30m" }""", "$.traits.x.gap", "gap is of sessions")]
    [InlineData("""{ "min": 5 }""", "$.traits.x.type", "a trait that is computed has one of count")]
    public void Faulty_computed_trait_is_named_with_what_to_do(string trait, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.With(
            ("traits", $$"""{ "a": { "sum": "bought" }, "days": { "daysSince": "bought" }, "newest": { "newest": "topic", "of": "viewed" }, "x": {{trait}} }"""))).ShouldHaveSingleItem();

        (fault.Path, fault.Message.Contains(advice, StringComparison.Ordinal)).ShouldBe((path, true), fault.Message);
    }

    [Theory]
    [InlineData("""{ "trait": "spend", "startsWith": "1" }""", "declared as number")]
    [InlineData("""{ "trait": "spend", "within": "7d" }""", "test dates")]
    [InlineData("""{ "trait": "topic", "above": 3 }""", "declared as string")]
    [InlineData("""{ "trait": "topic", "any": { "a": 1 } }""", "is computed")]
    [InlineData("""{ "trait": "usual", "above": 3 }""", "declared as string")]
    [InlineData("""{ "trait": "topics", "contains": "a" }""", "declared as number")]
    [InlineData("""{ "trait": "newest", "startsWith": "a" }""", "declared as list")]
    public void Operator_that_does_not_fit_a_computed_trait_is_a_fault(string condition, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.With(
            ("traits", """
                { "spend": { "sum": "bought" }, "topic": { "last": "topic", "of": "viewed" }, "usual": { "mostFrequent": "topic", "of": "viewed" },
                  "topics": { "distinct": "topic", "of": "viewed" }, "newest": { "newest": "topic", "of": "viewed" } }
                """),
            ("segments", $$"""{ "s": { "when": {{condition}} } }"""))).ShouldHaveSingleItem();

        fault.Message.ShouldContain(advice);
    }

    [Fact]
    public void More_computed_traits_than_a_catalog_may_have_are_a_fault()
    {
        var traits = string.Join(',', Enumerable.Range(0, CatalogLimits.ComputedTraits + 1).Select(index => $$"""{{(index == 0 ? "" : " ")}}"t{{index}}": { "count": "viewed" }"""));

        CatalogText.Faults(SmallCatalog.With(("traits", $"{{{traits}}}"))).ShouldHaveSingleItem().Path.ShouldBe("$.traits");
    }
}
