using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;

namespace PersonaGrain.Core.Tests.Catalogs;

public sealed class CatalogComparisonTests
{
    private const string Before = """
        { "name": "shop", "version": 1,
          "signals": {
            "viewed": { "category": "behavioral", "attributes": { "price": "number", "topic": "string", "sku": "string" } },
            "bought": { "category": "transactional", "attributes": { "revenue": "number" }, "value": "revenue", "outcome": "purchase" },
            "idle": { "category": "behavioral" } },
          "traits": { "age": { "type": "number", "min": 0, "max": 120 }, "city": { "type": "string" },
            "spend": { "sum": "bought" } },
          "measures": { "dear": { "signal": "viewed", "where": { "price": { "above": 100 } } } },
          "scores": { "intent": { "outcome": "purchase", "weights": { "dear": 1 } } },
          "segments": {
            "by_score": { "when": { "score": "intent", "above": 50 } },
            "by_segment": { "when": { "segment": "by_score", "is": true } },
            "by_trait": { "when": { "trait": "age", "atLeast": 18 } },
            "by_city": { "when": { "trait": "city", "is": "Oslo" } },
            "by_spend": { "when": { "trait": "spend", "above": 5 } },
            "by_topic": { "when": { "signal": "viewed", "where": { "topic": { "is": "shoes" } }, "count": { "atLeast": 1 } } },
            "by_sum": { "when": { "signal": "bought", "sum": { "atLeast": 10 } } },
            "by_idle": { "when": { "not": { "signal": "idle", "lastSeen": { "within": "1d" } } } },
            "in_order": { "when": { "sequence": [{ "signal": "viewed" }, { "signal": "idle" }], "within": "1d", "completed": { "within": "7d" }, "equal": "sku" } } },
          "triggers": { "left": { "after": "dear", "unless": "bought", "within": "1h" } },
          "accounts": { "segments": { "keen": { "when": { "signal": "viewed", "where": { "price": { "above": 1 } }, "count": { "atLeast": 1 } } } } } }
        """;

    [Theory]
    [InlineData("\"price\": \"number\", ", "", "measures.dear scores.intent segments.by_score segments.by_segment triggers.left accounts.segments.keen")]
    [InlineData("\"topic\": \"string\", ", "", "segments.by_topic")]
    [InlineData("\"sku\": \"string\"", "\"sku\": \"number\"", "segments.in_order")]
    [InlineData("\"value\": \"revenue\", ", "", "segments.by_spend segments.by_sum traits.spend")]
    [InlineData("\"max\": 120", "\"max\": 10", "segments.by_trait")]
    [InlineData("\"city\": { \"type\": \"string\" },", "", "segments.by_city")]
    [InlineData("\"city\": { \"type\": \"string\" }", "\"city\": { \"type\": \"list\" }", "segments.by_city")]
    [InlineData("\"sum\": \"bought\" } }", "\"count\": \"bought\" } }", "segments.by_spend")]
    [InlineData("\"above\": 100 }", "\"above\": 200 }", "scores.intent segments.by_score segments.by_segment triggers.left")]
    [InlineData("\"category\": \"behavioral\" } },", "\"category\": \"contextual\", \"retention\": \"1d\" } },", "")]
    public void What_uses_a_changed_part_is_named_and_nothing_else(string was, string now, string expected)
    {
        Before.ShouldContain(was);
        var breaks = CatalogComparison.Of(Read(Before), Read(Before.Replace(was, now, StringComparison.Ordinal)));

        string.Join(' ', breaks.Where(static each => !each.IsRewritten).Select(static each => each.Path[2..]).Distinct()).ShouldBe(expected, string.Join('\n', breaks));
        breaks.ShouldAllBe(static each => each.Reason.Length > 10 && each.Uses.StartsWith("$."));
    }

    [Fact]
    public void Signals_measures_scores_and_segments_that_are_gone_are_told_to_each_that_used_them()
    {
        // The reader refuses such a catalog for its own part; one that a program makes need not have been read.
        var before = Read(Before);
        var after = before with
        {
            Signals = Without(before.Signals, "idle").ToDictionary(static entry => entry.Key, static entry => entry.Value with { Outcome = null }),
            Measures = Without(before.Measures, "dear"),
            Segments = Without(before.Segments, "by_score"),
        };

        CatalogComparison.Of(before, after).Select(static each => $"{each.Path} {each.Uses} {each.Reason}").ShouldBe(
        [
            "$.scores.intent $.measures.dear the measure dear is gone: it never occurs",
            "$.scores.intent $.signals no signal stands for the outcome purchase any more: nothing is learned about it",
            "$.segments.by_idle $.signals.idle the signal idle is gone: it never occurs",
            "$.segments.by_segment $.segments.by_score the segment by_score is gone",
            "$.segments.in_order $.signals.idle the signal idle is gone: it never occurs",
            "$.triggers.left $.measures.dear the measure dear is gone: it never occurs",
        ]);
    }

    [Fact]
    public void Definition_that_goes_along_is_told_apart_and_equal_catalogs_reach_nothing()
    {
        CatalogComparison.Of(Read(Before), Read(Before)).ShouldBeEmpty();
        var along = Before.Replace("\"topic\": \"string\"", "\"topic\": \"number\"", StringComparison.Ordinal).Replace("\"is\": \"shoes\"", "\"is\": 7", StringComparison.Ordinal);

        CatalogComparison.Of(Read(Before), Read(along)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static found => found.IsRewritten.ShouldBeTrue(),
            static found => found.Path.ShouldBe("$.segments.by_topic"));
    }

    [Fact]
    public void Very_many_ways_from_a_change_to_a_definition_are_not_all_told()
    {
        // Each layer asks both of the one below: there are twice as many ways as to that.
        var layers = Enumerable.Range(1, 20).SelectMany(static layer => new[] { "l", "r" }.Select(side =>
            $$"""
            "{{side}}{{layer}}": { "when": { "all": [{ "segment": "l{{layer - 1}}", "is": true }, { "segment": "r{{layer - 1}}", "is": true }] } }
            """));
        var text = $$"""
            { "name": "shop", "version": 1, "traits": { "age": { "type": "number", "max": 120 } },
              "segments": { "l0": { "when": { "trait": "age", "above": 1 } }, "r0": { "when": { "trait": "age", "above": 2 } }, {{string.Join(", ", layers)}} } }
            """;

        var breaks = CatalogComparison.Of(Read(text), Read(text.Replace("120", "99", StringComparison.Ordinal)));

        breaks.Count(static each => each.Path == "$.segments.l20").ShouldBe(CatalogComparison.MostReasons);
        breaks.Count(static each => each.Path == "$.segments.l3").ShouldBe(8);
    }

    private static Dictionary<string, T> Without<T>(IReadOnlyDictionary<string, T> things, string name) => things.Where(thing => thing.Key != name).ToDictionary();

    private static CatalogDocument Read(string text)
    {
        var reading = CatalogReader.Read(Encoding.UTF8.GetBytes(text));
        return reading is CatalogReading.Sound sound ? sound.Document : throw new InvalidOperationException(string.Join('\n', ((CatalogReading.Faulty)reading).Faults));
    }
}
