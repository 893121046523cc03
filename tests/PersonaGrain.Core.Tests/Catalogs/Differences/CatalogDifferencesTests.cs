using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
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
    public void Parts_that_were_changed_go_with_those_of_the_same_subject_however_they_are_ordered()
    {
        var (old, now) = (All("a above 1", "b above 1", "a above 2", "c above 1", "c above 1"), All("b above 9", "c above 1", "a above 3", "a above 2", "d above 1"));

        CatalogDifferences.Of(old, now).ShouldHaveSingleItem().Details.ShouldBe(
        [
            "who is in: trait b, above 9, was trait b, above 1",
            "who is in: trait a, above 3, was trait a, above 1",
            "who is in: must also be: trait d, above 1",
            "who is in: need not be any more: trait c, above 1",
        ]);
    }

    [Fact]
    public void Parts_told_of_one_definition_are_bounded_and_the_rest_is_counted()
    {
        var old = All([.. Enumerable.Range(0, 1_000).Select(static index => $"a above {index}")]);
        var now = All([.. Enumerable.Range(0, 1_000).Select(static index => $"a above {index + 5_000}")]);

        var only = CatalogDifferences.Of(old, now).ShouldHaveSingleItem();

        (only.Details.Count, only.Untold).ShouldBe((CatalogDifference.MostDetails, 1_000 - CatalogDifference.MostDetails));
        only.Details[0].ShouldBe("who is in: trait a, above 5000, was trait a, above 0");
    }

    [Fact]
    public void Comparison_can_be_ended()
    {
        var (old, now) = (Read(Before), All("a above 1"));
        var ended = new CancellationToken(canceled: true);

        Should.Throw<OperationCanceledException>(() => CatalogDifferences.Of(old, now, ended));
        Should.Throw<OperationCanceledException>(() => CatalogComparison.Of(now, now, ended));
    }

    [Fact]
    public void As_many_of_the_newest_catalogs_are_kept_as_the_bounds_allow_and_the_newest_always()
    {
        CatalogRetention.Kept(Enumerable.Repeat(10, 500)).ShouldBe(CatalogRetention.Catalogs);
        CatalogRetention.Kept(Enumerable.Repeat(CatalogRetention.Bytes / 3, 500)).ShouldBe(3);
        CatalogRetention.Kept([CatalogRetention.Bytes + 1, 1]).ShouldBe(1);
        CatalogRetention.Kept([]).ShouldBe(0);
    }

    /// <summary>A catalog of one segment that asks all of these, each <c>trait above number</c>.</summary>
    private static CatalogDocument All(params string[] parts)
    {
        var asked = parts.Select(static part => part.Split(' ')).Select(static part => $$"""{ "trait": "{{part[0]}}", "{{part[1]}}": {{part[2]}} }""");
        return Read($$"""
            { "name": "shop", "version": 1, "traits": { "a": { "type": "number" }, "b": { "type": "number" }, "c": { "type": "number" }, "d": { "type": "number" } },
              "segments": { "one": { "when": { "all": [{{string.Join(", ", asked)}}] } } } }
            """);
    }

    private static CatalogDocument Read(string json) => CatalogText.Sound(json);
}
