using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Testing;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>Scores that compare people with the members of a segment, as they are written.</summary>
public sealed class SimilarityTests
{
    private const string Buyers = """{ "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } } }""";

    [Theory]
    [InlineData("""{ "signal": "order_completed", "count": { "atLeast": 1 } }""", "cart_added,logged_in,product_viewed,running,wishlist_added")]
    [InlineData("""{ "measure": "running", "count": { "atLeast": 1 } }""", "cart_abandoned,cart_added,logged_in,order_completed,wishlist_added")]
    [InlineData("""{ "segment": "wishers", "is": true }""", "cart_abandoned,cart_added,logged_in,order_completed,product_viewed,running")]
    [InlineData("""{ "score": "interest", "atLeast": 20 }""", "cart_abandoned,cart_added,order_completed,product_viewed,running,wishlist_added")]
    [InlineData("""{ "trait": "carts", "atLeast": 2 }""", "logged_in,order_completed,product_viewed,running,wishlist_added")]
    [InlineData("""{ "signal": "cart_abandoned", "count": { "atLeast": 1 } }""", "logged_in,product_viewed,running,wishlist_added")]
    [InlineData("""{ "trait": "plan", "is": "pro" }""", "cart_abandoned,cart_added,logged_in,order_completed,product_viewed,running,wishlist_added")]
    public void Compared_is_every_measure_that_the_segment_does_not_ask_about(string condition, string measures)
    {
        var catalog = Catalog.Compile(Some.Catalog(
            traits: """{ "plan": { "type": "string" }, "carts": { "count": "cart_added" } }""",
            measures: """{ "running": { "signal": "product_viewed", "where": { "department": { "is": "running" } } } }""",
            scores: """{ "interest": { "weights": { "logged_in": 1 } }, "alike": { "similarTo": "seed" } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "1h" } }""",
            segments: $$"""{ "wishers": { "when": { "signal": "wishlist_added", "count": { "atLeast": 1 } } }, "seed": { "when": {{condition}} } }"""));

        catalog.MeasuresOf("alike").Select(static one => one.Name).Order(StringComparer.Ordinal).ShouldBe(measures.Split(','));
    }

    [Fact]
    public void Measures_that_are_named_are_compared_whatever_the_segment_asks()
    {
        var document = Some.Catalog(scores: """{ "alike": { "similarTo": "buyers", "by": "centre", "measures": ["order_completed", "cart_added"] } }""", segments: Buyers);

        Catalog.Compile(document).MeasuresOf("alike").Select(static one => one.Name).ShouldBe(["cart_added", "order_completed"]);
        var written = Encoding.UTF8.GetString(CatalogWriter.Write(document));
        written.ShouldContain("\"similarTo\": \"buyers\"");
        written.ShouldNotContain("weights");
        var read = ((CatalogReading.Sound)CatalogReader.Read(Encoding.UTF8.GetBytes(written))).Document;
        CatalogWriter.Write(read).ShouldBe(CatalogWriter.Write(document));
        Catalog.Compile(read).Model.Scores[0].Features.ShouldBe(Catalog.Compile(document).Model.Scores[0].Features);
    }

    [Fact]
    public void Fingerprint_is_golden_since_what_is_stored_is_told_by_it() =>
        Catalog.Compile(Some.Catalog(scores: """{ "alike": { "similarTo": "buyers" } }""", segments: Buyers)).Model.Scores[0].Features.ShouldBe(38936098684808371UL);

    [Theory]
    [InlineData("""{ "similarTo": "buyers", "weights": { "cart_added": 1 } }""", "has no weights")]
    [InlineData("""{ "similarTo": "buyers", "outcome": "purchase" }""", "has no outcome")]
    [InlineData("""{ "similarTo": "buyers", "horizon": "7d" }""", "has no horizon")]
    [InlineData("""{ "similarTo": "buyers", "correlations": { "cart_added": 1 } }""", "has no correlations")]
    [InlineData("""{ "similarTo": "buyer" }""", "there is no segment of this name; did you mean \"buyers\"")]
    [InlineData("""{ "similarTo": "buyers", "by": "middle" }""", "centre")]
    [InlineData("""{ "similarTo": "buyers", "measures": [] }""", "no measure is named")]
    [InlineData("""{ "similarTo": "buyers", "measures": ["cart_added", "cart_added"] }""", "stands twice")]
    [InlineData("""{ "similarTo": "buyers", "measures": ["carts"] }""", "there is no measure or signal of this name")]
    [InlineData("""{ "weights": { "cart_added": 1 }, "by": "model" }""", "belongs to a score that has \"similarTo\"")]
    [InlineData("""{ "similarTo": "everything" }""", "nothing else is left to compare")]
    [InlineData("""{ "similarTo": "circle" }""", "it depends on itself: circle → alike → circle")]
    public void What_can_not_be_is_refused_with_what_to_do(string score, string message)
    {
        var fault = Should.Throw<InvalidOperationException>(() => Some.Catalog(scores: $$"""{ "alike": {{score}} }""", segments: """
            {
              "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } },
              "circle": { "when": { "score": "alike", "atLeast": 50 } },
              "everything": { "when": { "all": [
                { "signal": "product_viewed", "count": { "atLeast": 1 } }, { "signal": "wishlist_added", "count": { "atLeast": 1 } }, { "signal": "cart_added", "count": { "atLeast": 1 } },
                { "signal": "logged_in", "count": { "atLeast": 1 } }, { "signal": "order_completed", "count": { "atLeast": 1 } } ] } }
            }
            """));

        fault.Message.ShouldContain(message);
    }

    [Fact]
    public void Accounts_have_none() =>
        Should.Throw<InvalidOperationException>(() => Some.Catalog(accounts: """{ "scores": { "alike": { "similarTo": "big" } }, "segments": { "big": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } } } }"""))
            .Message.ShouldContain("look-alikes are learned from people");
}
