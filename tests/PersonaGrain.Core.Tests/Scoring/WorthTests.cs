using PersonaGrain.Catalogs;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Scoring;

/// <summary>Measures that weigh their occurrences by value. That late is as in order, and flips as in a check of every second, the laws show.</summary>
public sealed class WorthTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly CatalogDocument Catalog = Shop("""{ "spend": { "signal": "order_completed", "by": "value", "saturation": 300, "halfLife": "10d" } }""");
    private int _signals;

    [Fact]
    public void Explanation_tells_the_decayed_sum_its_unit_and_its_saturation()
    {
        var player = new Player(Catalog);
        player.Observe(Order(650, -10 * Day));
        player.Observe(Order(87.5));

        var term = Term(player);

        (term.By, term.Decayed, term.Saturation, term.Occurrences).ShouldBe(("value", 412.5, 300, 2));
        term.FrequencyText.ShouldBe("decayed value 412.50, half of its effect at 300");
        term.Frequency.ShouldBe(412.5 / 712.5, 1e-12);
        player.View().Scores["worth"].ShouldBe(100 * ((0.75 * term.Frequency) + 0.25), 1e-9);
    }

    [Fact]
    public void Sum_below_0_counts_as_0_and_what_comes_in_makes_up_for_it()
    {
        var player = new Player(Catalog);
        player.Observe(Order(100, -10 * Day));
        player.Observe(Order(-100));

        var term = Term(player);
        (term.Decayed, term.Frequency, term.Recency).ShouldBe((-50, 0, 1));
        term.FrequencyText.ShouldBe("decayed value -50.00, which counts as 0, half of its effect at 300");
        player.View().Scores["worth"].ShouldBe(25, 1e-9);

        player.Observe(Order(350));
        Term(player).Decayed.ShouldBe(300);
        player.View().Scores["worth"].ShouldBe(62.5, 1e-9);
    }

    [Fact]
    public void Attribute_is_what_is_summed_and_nothing_else_changes()
    {
        var player = new Player(Shop(
            """{ "prices": { "signal": "product_viewed", "where": { "department": "running" }, "by": "price", "saturation": 50 } }""",
            """
            {
              "thrice": { "when": { "measure": "prices", "count": { "is": 4 }, "within": "7d" } },
              "dear": { "when": { "measure": "prices", "sum": { "between": [150.5, 150.5] } } },
              "dear_lately": { "when": { "measure": "prices", "sum": { "is": 140.5 }, "within": "7d" } },
              "lately": { "when": { "measure": "prices", "lastSeen": { "within": "1d" } } }
            }
            """,
            """{ "total": { "sum": "prices" }, "dearest": { "max": "prices" }, "views": { "count": "prices" }, "departments": { "distinct": "department", "of": "prices" } }"""));
        player.Observe(View(AttributeValue.Of(10), -8 * Day));
        player.Observe(View(AttributeValue.Of("140.5"), -Day));
        player.Observe(View(AttributeValue.Of("much"), -Day));
        player.Observe(View(AttributeValue.Of(1e300), -Day));
        player.Observe(View(default));
        player.Observe(View(AttributeValue.Of(70), default, "tennis"));

        player.Segments.ShouldBe(["thrice", "dear", "dear_lately", "lately"], ignoreOrder: true);
        player.View().Traits.Select(trait => $"{trait.Key} {trait.Value}").ShouldBe(["total 150.5", "dearest 140.5", "views 5", "departments 1"], ignoreOrder: true);
    }

    [Fact]
    public void Saturation_of_a_measure_stands_before_that_of_the_score()
    {
        var player = new Player(Shop("""{ "spend": { "signal": "order_completed", "saturation": 1 } }"""));
        player.Observe(Order(1_000));

        var term = Term(player);

        (term.By, term.Decayed, term.Saturation, term.Frequency).ShouldBe((null, 1, 1, 0.5));
    }

    [Fact]
    public void Crossing_is_found_however_long_a_sum_takes_to_its_saturation()
    {
        var player = new Player(Shop(
            """{ "spend": { "signal": "order_completed", "by": "value", "saturation": 0.000001, "halfLife": "1h" } }""",
            """{ "any": { "when": { "score": "worth", "above": 0.5 } } }"""));
        player.Observe([.. Enumerable.Range(0, 100).Select(_ => Order(1e12))]);

        // Recency is gone by then. 75·f/(f + k) is 0.5 when f = k/149.
        var expected = TimeSpan.FromHours(Math.Log2(1e20) + Math.Log2(149));
        (player.View().NextFlip.ShouldNotBeNull() - A.Start - expected).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
        player.Pass(TimeSpan.FromDays(4_000));

        player.Changes.Select(change => change.Entered).ShouldBe([true, false]);
        (player.Changes[1].At - A.Start - expected).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Repeats_of_an_order_weigh_once_with_the_earliest_amount()
    {
        var player = new Player(Shop("""{ "spend": { "signal": "order_completed", "distinct": "order_id", "by": "value", "saturation": 300 } }"""));
        player.Observe(Order(80, default, "17"));
        player.Observe(Order(40, -7 * Day, "17"));
        player.Observe(Order(25, default, "18"));

        Term(player).Decayed.ShouldBe(45, 1e-12);
    }

    [Fact]
    public void Catalog_that_comes_to_weigh_learns_the_sum_from_history()
    {
        var player = new Player(Shop("""{ "spend": { "signal": "order_completed", "saturation": 300, "halfLife": "10d" } }"""));
        player.Observe(Order(650, -10 * Day));
        player.Observe(Order(87.5));
        player.State = player.Machine.ReadSnapshot(player.Snapshot());

        player.Move(A.Machine(Catalog with { Version = 2 })).ShouldBeTrue();

        Term(player).Decayed.ShouldBe(412.5);
    }

    [Fact]
    public void Snapshot_of_a_sum_gives_the_stored_bytes()
    {
        const string golden =
            "030101008080DDDAD7E49DEF08028080D7999DE99BEF088080DDDAD7E49DEF0806C16CA53E0BC5EFB60000007F75594132EE58EA0000000EE906A0B8" +
            "2274DE000000F6EE5A973DA34E5800000022F5771B2FB79D5F0000028080DDDAD7E49DEF08808086C1BAFB01398BA77CA8F1F53F00C0C6B898040000" +
            "720FB10DFAFF8B130000028080DDDAD7E49DEF08808086C1BAFB010000000000B06D4000C0C6B89804000000000281DF5A1ED73FD7611E710EF58D02" +
            "8F1E000000";
        var player = new Player(Catalog);
        player.Observe(Order(650, -10 * Day));
        player.Observe(Order(-87.5));

        Convert.ToHexString(player.Snapshot()).ShouldBe(golden);
        player.State = player.Machine.ReadSnapshot(Convert.FromHexString(golden));
        player.State.IsIncomplete.ShouldBeFalse();
        Term(player).Decayed.ShouldBe(237.5);
    }

    [Fact]
    public void Tally_is_no_larger_for_it() => System.Runtime.CompilerServices.Unsafe.SizeOf<MeasureTally>().ShouldBe(72);

    private static CatalogDocument Shop(string measures, string segments = "{}", string traits = "{}") => Some.Catalog(
        measures: measures, segments: segments, traits: traits,
        scores: measures.Contains("\"spend\"", StringComparison.Ordinal)
            ? """
              { "worth": { "weights": { "spend": 2 }, "relevance": { "frequency": 0.75, "recency": 0.25, "correlation": 0, "recencyHalfLife": "1h" } } }
              """
            : "{}");

    private static ScoreTerm Term(Player player) => player.Machine.Explain(player.State, player.Now)[0].Terms[0];

    private Signal Order(double value, TimeSpan at = default, string? id = null) => new()
    {
        Id = $"order-{_signals++}",
        Type = "order_completed",
        Time = A.Start + at,
        Value = value,
        Attributes = id is null ? AttributeSet.Empty : new AttributeSet(KeyValuePair.Create("order_id", AttributeValue.Of(id))),
    };

    private Signal View(AttributeValue price, TimeSpan at = default, string department = "running") => new()
    {
        Id = $"view-{_signals++}",
        Type = "product_viewed",
        Time = A.Start + at,
        Value = 5,
        Attributes = new AttributeSet(
            [KeyValuePair.Create("department", AttributeValue.Of(department)), .. price.Kind == AttributeKind.None ? [] : new[] { KeyValuePair.Create("price", price) }]),
    };
}
