namespace PersonaGrain.Core.Tests.Catalogs;

public sealed class PurchaseTraitFaultTests
{
    [Theory]
    [InlineData("""{ "alive": "buoght" }""", "$.traits.x.alive", "did you mean \"bought\"")]
    [InlineData("""{ "alive": "bought", "ahead": "30d" }""", "$.traits.x.ahead", "ahead is of expectedPurchases")]
    [InlineData("""{ "expectedPurchases": "bought" }""", "$.traits.x.ahead", "such as \"30d\"")]
    [InlineData("""{ "expectedPurchases": "bought", "ahead": "3651d" }""", "$.traits.x.ahead", "at most 3650 days")]
    [InlineData("""{ "expectedValue": "bought", "ahead": "30d", "discount": 0.1 }""", "$.traits.x.discount", "of lifetimeValue")]
    [InlineData("""{ "lifetimeValue": "bought", "ahead": "30d", "discount": 2 }""", "$.traits.x.discount", "from 0 to 1")]
    [InlineData("""{ "alive": "bought", "model": "bgbnd" }""", "$.traits.x.model", "one of bgnbd, mbg-nbd, pareto-nbd")]
    [InlineData("""{ "recencyScore": "bought", "model": "bgnbd" }""", "$.traits.x.model", "RFM has none")]
    [InlineData("""{ "frequencyScore": "bought", "monetary": "mean" }""", "$.traits.x.monetary", "of monetaryScore and rfmSegment")]
    [InlineData("""{ "rfmSegment": "bought", "monetary": "median" }""", "$.traits.x.monetary", "one of sum, mean")]
    [InlineData("""{ "rfmSegment": "no_purchase" }""", "$.traits.x.rfmSegment", "has no value")]
    [InlineData("""{ "alive": "bought", "within": "30d" }""", "$.traits.x.within", "")]
    [InlineData("""{ "ratio": ["a", "p"] }""", "$.traits.x", "\"p\" is none")]
    public void Faulty_trait_of_purchases_is_named_with_what_to_do(string trait, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.With(
            ("traits", $$"""{ "a": { "sum": "bought" }, "p": { "alive": "bought" }, "x": {{trait}} }"""))).ShouldHaveSingleItem();

        (fault.Path, fault.Message.Contains(advice, StringComparison.Ordinal)).ShouldBe((path, true), fault.Message);
    }

    [Theory]
    [InlineData("""{ "x": { "alive": "bought" } }""", "accounts have no part in that")]
    [InlineData("""{ "x": { "members": "mean", "trait": "p" } }""", "accounts do not follow it")]
    public void Accounts_have_and_follow_none(string traits, string advice)
    {
        var faults = CatalogText.Faults(SmallCatalog.With(
            ("traits", """{ "p": { "alive": "bought" } }"""), ("accounts", $$"""{ "traits": {{traits}} }""")));

        faults.ShouldHaveSingleItem().Message.ShouldContain(advice);
    }

    [Theory]
    [InlineData("""{ "trait": "next", "within": { "next": "7d" } }""", null)]
    [InlineData("""{ "trait": "next", "after": "2026-05-01", "exists": true }""", null)]
    [InlineData("""{ "trait": "next", "is": "2026-05-01" }""", "ask for before, after, exists")]
    [InlineData("""{ "trait": "next", "within": "7d" }""", "lies ahead and recedes")]
    [InlineData("""{ "trait": "next", "within": { "last": "7d" } }""", "lies ahead and recedes")]
    [InlineData("""{ "trait": "lasting", "below": 0.4 }""", null)]
    [InlineData("""{ "trait": "p", "below": 0.4 }""", null)]
    [InlineData("""{ "trait": "rfm", "above": 3 }""", "declared as string")]
    [InlineData("""{ "trait": "p", "startsWith": "a" }""", "declared as number")]
    public void Conditions_are_those_of_the_type(string condition, string? advice)
    {
        var text = SmallCatalog.With(
            ("traits", """{ "p": { "alive": "bought" }, "next": { "nextPurchase": "bought" }, "lasting": { "alive": "bought", "model": "pareto-nbd" }, "rfm": { "rfmSegment": "bought" } }"""),
            ("segments", $$"""{ "s": { "when": {{condition}} } }"""));

        if (advice is null)
        {
            CatalogText.Sound(text).ComputedTraits.Count.ShouldBe(4);
        }
        else
        {
            CatalogText.Faults(text).ShouldHaveSingleItem().Message.ShouldContain(advice);
        }
    }
}
