using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Core.Tests.Catalogs.Items;

public sealed class CatalogDependenciesTests
{
    private static readonly CatalogDependencies Graph = CatalogDependencies.Of(CatalogText.Sound("""
        { "name": "shop", "version": 1,
          "signals": {
            "viewed": { "category": "behavioral", "attributes": { "price": "number" } },
            "bought": { "category": "transactional", "outcome": "purchase" } },
          "traits": { "orders": { "count": "bought" }, "age": { "type": "number" } },
          "measures": { "dear": { "signal": "viewed", "where": { "price": { "above": 100 } } } },
          "scores": { "intent": { "outcome": "purchase", "weights": { "dear": 1 } } },
          "segments": {
            "keen": { "when": { "all": [{ "score": "intent", "above": 50 }, { "trait": "orders", "atLeast": 1 }] } },
            "best": { "when": { "segment": "keen", "is": true } } },
          "triggers": { "left": { "after": "dear", "unless": ["bought"], "within": "1h" } },
          "accounts": {
            "traits": { "buyers": { "members": "count", "segment": "keen" }, "age": { "members": "sum", "trait": "age" } },
            "segments": { "large": { "when": { "trait": "age", "above": 100 } } } } }
        """));

    [Theory]
    [InlineData("signals", "viewed", false, "", "measures.dear")]
    [InlineData("measures", "dear", false, "signals.viewed", "scores.intent triggers.left")]
    [InlineData("scores", "intent", false, "measures.dear signals.bought", "segments.keen")]
    [InlineData("segments", "keen", false, "scores.intent traits.orders", "segments.best accounts.traits.buyers")]
    [InlineData("traits", "orders", false, "signals.bought", "segments.keen")]
    [InlineData("traits", "age", false, "", "accounts.traits.age")]
    [InlineData("traits", "age", true, "traits.age", "accounts.segments.large")]
    [InlineData("traits", "buyers", true, "segments.keen", "")]
    [InlineData("signals", "bought", false, "", "traits.orders scores.intent triggers.left")]
    public void Each_definition_knows_what_it_uses_and_what_uses_it(string section, string name, bool isOfAccounts, string uses, string users)
    {
        var item = new CatalogItem(CatalogSections.OfProperty(section).ShouldNotBeNull(), name, isOfAccounts);

        Paths(Graph.UsesOf(item)).ShouldBe(uses);
        Paths(Graph.UsersOf(item)).ShouldBe(users);
    }

    private static string Paths(IEnumerable<CatalogItem> items) => string.Join(' ', items.Select(static item => item.Path[2..]));
}
