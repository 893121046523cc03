using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Differences;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Catalogs.Items;

namespace PersonaGrain.Core.Tests.Catalogs.Differences;

public sealed class CatalogDifferencesTests
{
    private const string Before = """
        { "name": "shop", "version": 1,
          "signals": {
            "viewed": { "category": "behavioral", "attributes": { "price": "number", "topic": "string" } },
            "bought": { "category": "transactional", "attributes": { "revenue": "number" }, "value": "revenue", "outcome": "purchase" } },
          "traits": { "age": { "type": "number", "min": 0, "max": 120 }, "spend": { "sum": "bought" } },
          "measures": { "dear": { "signal": "viewed", "where": { "price": { "above": 100 } } } },
          "scores": { "intent": { "outcome": "purchase", "weights": { "dear": 1 }, "context": [{ "when": { "trait": "age", "atLeast": 18 }, "add": 5 }] } },
          "segments": {
            "keen": { "when": { "all": [{ "score": "intent", "above": 50 }, { "trait": "age", "atLeast": 18 }] } },
            "many": { "when": { "signal": "viewed", "count": { "atLeast": 3 }, "within": "30d" } } },
          "triggers": { "left": { "after": "dear", "unless": ["bought"], "within": "1h" } },
          "accounts": { "segments": { "busy": { "when": { "signal": "viewed", "count": { "atLeast": 1 } } } } } }
        """;

    [Theory]
    [InlineData("\"max\": 120", "\"max\": 99", "trait age was changed: at most: 99, was 120")]
    [InlineData("\"count\": { \"atLeast\": 3 }", "\"count\": { \"atLeast\": 5 }",
        "segment many was changed: who is in: measure viewed, count at least 5, within 30d, was measure viewed, count at least 3, within 30d")]
    [InlineData("{ \"trait\": \"age\", \"atLeast\": 18 }] } }", "{ \"trait\": \"age\", \"atLeast\": 21 }] } }",
        "segment keen was changed: who is in: trait age, at least 21, was trait age, at least 18")]
    [InlineData("{ \"score\": \"intent\", \"above\": 50 }, ", "", "segment keen was changed: who is in: need not be any more: score intent, above 50")]
    [InlineData("{ \"all\": [{ \"score\"", "{ \"all\": [{ \"trait\": \"spend\", \"above\": 1 }, { \"score\"", "segment keen was changed: who is in: must also be: trait spend, above 1")]
    [InlineData("\"weights\": { \"dear\": 1 }", "\"weights\": { \"dear\": 2, \"viewed\": 1 }", "score intent was changed: weights dear: 2, was 1|weights viewed is new: 1")]
    [InlineData("\"add\": 5", "\"add\": 7", "score intent was changed: adds 7 where trait age, at least 18, was 5")]
    [InlineData("[\"bought\"]", "[\"bought\", \"viewed\"]", "trigger left was changed: unless: viewed too")]
    [InlineData("\"topic\": \"string\"", "\"topic\": \"number\"", "signal type viewed was changed: attributes topic: number, was string")]
    [InlineData("\"signal\": \"viewed\", \"count\": { \"atLeast\": 1 } } }", "\"signal\": \"viewed\", \"count\": { \"atLeast\": 2 } } }",
        "segment busy of accounts was changed: who is in: measure viewed, count at least 2, was measure viewed, count at least 1")]
    [InlineData("\"name\": \"shop\"", "\"name\": \"store\"", "catalog store was changed: name: store, was shop")]
    [InlineData("\"version\": 1", "\"version\": 9", "")]
    public void One_edit_is_told_in_words_and_nothing_else(string was, string now, string expected)
    {
        Before.ShouldContain(was);

        var found = CatalogDifferences.Of(Read(Before), Read(Before.Replace(was, now, StringComparison.Ordinal)));

        string.Join('\n', found.Select(static one => $"{one.Words}: {string.Join('|', one.Details)}")).ShouldBe(expected);
    }

    [Fact]
    public void New_definitions_are_told_with_what_they_say_and_gone_ones_with_what_they_said()
    {
        var (old, now) = (Read(Before), Read(Before.Replace("\"many\"", "\"several\"", StringComparison.Ordinal)));

        var found = CatalogDifferences.Of(old, now);

        found.Select(static one => (one.Item, one.Kind)).ShouldBe(
            [(new CatalogItem(CatalogSection.Segments, "many"), DifferenceKind.Removed), (new CatalogItem(CatalogSection.Segments, "several"), DifferenceKind.Added)]);
        found.ShouldAllBe(static one => one.Details.Single() == "priority: 0; who is in: measure viewed, count at least 3, within 30d");
    }

    [Fact]
    public void Every_definition_of_a_full_catalog_can_be_told_new_and_gone()
    {
        var (none, full) = (new CatalogDocument { Name = "none", Version = 1 }, CatalogText.Sound(FullCatalog.Json));

        CatalogDifferences.Of(full, full).ShouldBeEmpty();
        foreach (var found in new[] { CatalogDifferences.Of(none, full), CatalogDifferences.Of(full, none) })
        {
            found.ShouldAllBe(static one => one.Details.Count > 0 && one.Details.All(static each => each.Length > 3 && each.Length <= 401));
        }
    }

    [Fact]
    public void As_many_of_the_newest_catalogs_are_kept_as_the_bounds_allow_and_the_newest_always()
    {
        CatalogRetention.Kept(Enumerable.Repeat(10, 500)).ShouldBe(CatalogRetention.Catalogs);
        CatalogRetention.Kept(Enumerable.Repeat(CatalogRetention.Bytes / 3, 500)).ShouldBe(3);
        CatalogRetention.Kept([CatalogRetention.Bytes + 1, 1]).ShouldBe(1);
        CatalogRetention.Kept([]).ShouldBe(0);
    }

    private static CatalogDocument Read(string json) => CatalogText.Sound(json);
}
