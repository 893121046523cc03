using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles.Sequences;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Conditions;

/// <summary>What a sequence is at its edges, in catalogs as they are written.</summary>
public sealed class SequenceCaseTests
{
    private const string Bought = """
        { "sequence": [{ "signal": "product_viewed" }, { "signal": "cart_added" }, { "signal": "order_completed" }], "within": "2h", "completed": { "within": "7d" } }
        """;

    private const string SameCart = """
        { "sequence": [{ "signal": "cart_added" }, { "signal": "order_completed", "where": { "paid": true } }], "within": "1d", "equal": "cart",
          "without": { "signal": "wishlist_added" }, "completed": { "within": "30d" } }
        """;

    private const string Twice = """
        { "sequence": [{ "signal": "product_viewed" }, { "signal": "product_viewed" }], "within": "1h", "completed": { "within": "10h" }, "count": { "atLeast": 2 } }
        """;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(120, 60, 0, true)]
    [InlineData(120.001, 60, 0, false)]
    [InlineData(60, 60, 0, false)]
    [InlineData(60, 0, 0, false)]
    [InlineData(60, 90, 0, false)]
    public void Steps_follow_each_other_strictly_and_take_at_most_as_long_as_is_said(double viewed, double added, double ordered, bool holds)
    {
        var player = new Player(Some.CatalogWhere(Bought));

        // In whatever order they come.
        Send(player, "order_completed", ordered);
        Send(player, "product_viewed", viewed);
        Send(player, "cart_added", added);

        player.Segments.Count.ShouldBe(holds ? 1 : 0);
    }

    [Theory]
    [InlineData(30, 60, "a", false)]
    [InlineData(60, 60, "a", true)]
    [InlineData(0, 60, "a", true)]
    [InlineData(30, 60, "b", true)]
    [InlineData(30, 60, null, false)]
    public void Nothing_of_its_value_or_of_none_comes_between_the_first_step_and_the_last(double between, double added, string? cart, bool holds)
    {
        var player = new Player(Some.CatalogWhere(SameCart));
        Send(player, "cart_added", added, ("cart", "a"));
        Send(player, "order_completed", 0, ("cart", "a"), ("paid", true));

        Send(player, "wishlist_added", between, cart is null ? [] : [("cart", cart)]);

        player.Segments.Count.ShouldBe(holds ? 1 : 0);
    }

    [Fact]
    public void Steps_without_the_attribute_or_past_the_filter_are_none()
    {
        var player = new Player(Some.CatalogWhere(SameCart));
        Send(player, "cart_added", 60);
        Send(player, "cart_added", 60, ("cart", "a"));
        Send(player, "order_completed", 30, ("paid", true));
        Send(player, "order_completed", 20, ("cart", "a"));
        player.Segments.ShouldBeEmpty();

        Send(player, "order_completed", 10, ("cart", "a"), ("paid", true));
        player.Segments.ShouldBe(["chosen"]);
    }

    [Fact]
    public void Sequences_that_overlap_count_once_and_the_oldest_leaves_exactly()
    {
        var player = new Player(Some.CatalogWhere(Twice));
        Send(player, "product_viewed", 90);
        Send(player, "product_viewed", 80);
        Send(player, "product_viewed", 70);
        player.Segments.ShouldBeEmpty();

        Send(player, "product_viewed", 60);
        player.Segments.ShouldBe(["chosen"]);
        player.View().NextFlip.ShouldBe(player.Now - (80 * Minute) + TimeSpan.FromHours(10));

        player.Pass(TimeSpan.FromDays(1));
        player.Changes[^1].At.ShouldBe(A.Start - (80 * Minute) + TimeSpan.FromHours(10));
    }

    [Fact]
    public void More_signals_than_are_kept_cost_no_more_memory_and_it_is_said()
    {
        var player = new Player(Some.CatalogWhere("""
            { "sequence": [{ "signal": "cart_added" }, { "signal": "product_viewed" }, { "signal": "order_completed" }], "within": "2d", "completed": { "within": "2d" }, "keep": 20 }
            """));
        Send(player, "cart_added", 2_000);
        for (var minute = 1_900; minute > 1_800; minute--)
        {
            Send(player, "product_viewed", minute);
        }

        var bytes = player.State.Sequences![0]!.EstimatedBytes;
        for (var minute = 1_800; minute > 500; minute--)
        {
            Send(player, "product_viewed", minute);
        }

        player.State.Sequences[0]!.EstimatedBytes.ShouldBe(bytes);
        Send(player, "order_completed", 0);
        player.Segments.ShouldBeEmpty();
        Found(player).ShouldBe("cart_added is missing (truncated)");

        // What was dropped is not missed any more when it would have been forgotten in any case.
        player.Pass(TimeSpan.FromDays(4));
        Found(player).ShouldBe("cart_added is missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"count\": { \"atLeast\": 1 }")]
    public void Completion_whose_signals_are_dropped_counts_until_it_is_too_old(string count)
    {
        var player = new Player(Some.CatalogWhere($$"""
            { "sequence": [{ "signal": "cart_added" }, { "signal": "order_completed" }], "within": "1h", "without": { "signal": "wishlist_added" },
              "completed": { "within": "100m" }, "keep": 4{{count}} }
            """));
        Send(player, "cart_added", 13);
        Send(player, "order_completed", 12);
        for (var minute = 4; minute > 0; minute--)
        {
            Send(player, "cart_added", minute);
        }

        Send(player, "wishlist_added", 2.5);
        player.Segments.ShouldBe(["chosen"]);
        Found(player).ShouldBe("completed at 2026-02-28T23:48:00Z; until 2026-03-01T01:28:00Z (truncated)");

        player.Pass(TimeSpan.FromHours(3));
        player.Changes[^1].At.ShouldBe(A.Start + (88 * Minute));
    }

    [Fact]
    public void Taking_back_what_an_earlier_one_replaces_leaves_a_completion_whose_signals_are_dropped()
    {
        var tally = new SequenceTally();
        var shape = new Player(Some.CatalogWhere(Bought.Replace("\"within\": \"2h\"", "\"keep\": 3, \"within\": \"2h\"", StringComparison.Ordinal)))
            .Machine.Catalog.Model.Sequences[0];
        foreach (var (time, step) in ((long, int)[])[(1, 1), (2, 2), (3, 4), (10, 1), (11, 1), (12, 1)])
        {
            tally.Add(shape, time, step, value: 0, asOf: 12);
        }

        tally.Remove(shape, 11, step: 1, value: 0, asOf: 12).ShouldBeFalse();
        tally.Completed.ShouldBe(3);
    }

    [Fact]
    public void Earlier_one_of_a_value_takes_back_what_the_later_one_completed_also_where_that_is_dropped()
    {
        var sequence = new ConditionDocument.Sequence([A.Measure("cart_added"), A.Measure("once")], TimeSpan.FromHours(1), TimeSpan.FromHours(2)) { Keep = 4 };
        var player = new Player(A.Catalog(("chosen", sequence)) with
        {
            Signals = ((string[])["cart_added", "order_completed"]).ToDictionary(name => name, _ => A.Type()),
            Measures = new Dictionary<string, MeasureDocument> { ["once"] = new("order_completed", [], MeasureDocument.DefaultHalfLife, Distinct: "order") },
        });
        Send(player, "cart_added", 13);
        Send(player, "order_completed", 12, ("order", "a"));
        for (var minute = 4; minute > 0; minute--)
        {
            Send(player, "cart_added", minute);
        }

        player.Segments.ShouldBe(["chosen"]);
        Send(player, "order_completed", 20, ("order", "a"));
        player.Segments.ShouldBeEmpty();
    }

    [Fact]
    public void Explanation_looks_at_the_newest_hundred_values()
    {
        var player = new Player(Some.CatalogWhere(SameCart.Replace("[{", "[{ \"signal\": \"product_viewed\" }, {", StringComparison.Ordinal)));
        Send(player, "product_viewed", 200, ("cart", "old"));
        Send(player, "cart_added", 199, ("cart", "old"));
        for (var minute = 100; minute > 0; minute--)
        {
            Found(player)!.ShouldContain("product_viewed at 2026-02-28T20:40:00Z, cart_added");
            Send(player, "product_viewed", minute, ("cart", $"{minute}"));
        }

        Found(player).ShouldBe("product_viewed at 2026-02-28T23:59:00Z; cart_added is missing");
    }

    [Fact]
    public void Newest_signals_allocate_nothing()
    {
        var tally = new SequenceTally();
        var shape = new Player(Some.CatalogWhere(Twice.Replace("\"count\"", "\"equal\": \"x\", \"count\"", StringComparison.Ordinal))).Machine.Catalog.Model.Sequences[0];
        Add(0, 1_000);
        tally.CountAfter(shape, 0, 1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Add(1_000, 5_000);
        var count = tally.CountAfter(shape, 0, 1_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        count.ShouldBeGreaterThan(10);

        void Add(int from, int to)
        {
            for (var second = from; second < to; second++)
            {
                tally.Add(shape, second * TimeSpan.TicksPerMinute, 1 + (second % 2), (ulong)(1 + (second % 5)), second * TimeSpan.TicksPerMinute);
            }
        }
    }

    [Fact]
    public void Explanation_tells_what_made_it_or_what_is_missing()
    {
        var player = new Player(Some.CatalogWhere(Bought));
        Found(player).ShouldBe("product_viewed is missing");
        Send(player, "product_viewed", 200);
        Found(player).ShouldBe("product_viewed is missing");
        Send(player, "product_viewed", 60);
        Send(player, "product_viewed", 50);
        Found(player).ShouldBe("product_viewed at 2026-02-28T23:10:00Z; cart_added is missing");
        Send(player, "cart_added", 20);
        Found(player).ShouldBe("product_viewed at 2026-02-28T23:10:00Z, cart_added at 2026-02-28T23:40:00Z; order_completed is missing");
        Send(player, "order_completed", 0);
        Found(player).ShouldBe(
            "product_viewed at 2026-02-28T23:10:00Z, cart_added at 2026-02-28T23:40:00Z, order_completed at 2026-03-01T00:00:00Z; until 2026-03-08T00:00:00Z");

        var counted = new Player(Some.CatalogWhere(Twice));
        Send(counted, "product_viewed", 10);
        Send(counted, "product_viewed", 5);
        Found(counted).ShouldBe("1, the last of product_viewed at 2026-02-28T23:50:00Z, product_viewed at 2026-02-28T23:55:00Z until 2026-03-01T09:55:00Z");
    }

    [Fact]
    public void Not_since_is_told_by_both_last_times()
    {
        var player = new Player(Some.CatalogWhere("""
            { "signal": "cart_added", "notSince": { "signal": "order_completed", "where": { "paid": true } }, "within": "30d", "olderThan": "1h" }
            """));
        Found(player).ShouldBe("never");
        Send(player, "order_completed", 100, ("paid", true));
        Send(player, "cart_added", 50);
        Send(player, "order_completed", 20);
        player.Segments.ShouldBeEmpty();
        Found(player).ShouldBe("last at 2026-02-28T23:10:00Z, order_completed last at 2026-02-28T22:20:00Z");
        player.View().NextFlip.ShouldBe(player.Now + (10 * Minute));

        player.Pass(10 * Minute);
        player.Segments.ShouldBe(["chosen"]);
        Send(player, "order_completed", 60, ("paid", true));
        player.Segments.ShouldBeEmpty();
    }

    /// <summary>The stored form of a tally, and of the key that it is found by.</summary>
    [Fact]
    public void Tally_has_its_stored_bytes_and_is_read_from_them()
    {
        var player = new Player(Some.CatalogWhere(SameCart));
        Send(player, "cart_added", 60, ("cart", "a"));
        Send(player, "wishlist_added", 55, ("cart", "b"));
        Send(player, "order_completed", 30, ("cart", "a"), ("paid", true));
        Send(player, "wishlist_added", 10);

        $"{player.Machine.Catalog.Model.Sequences[0].StoredKey:X16}".ShouldBe("EBC11D22931BC25A");
        Bytes(player.State.Sequences![0]!).ShouldBe(
            "010180B0A8A7A9C8BBDE110480B0CBCCD1E39DEF080100392DC510E1A6ACA880BCC1960B800200639824B36D49FC8380ACC7F0370280E8888743392DC510E1A6ACA880F085DA2C80" +
            "02000000000000000000");
        var reader = new ByteReader(Convert.FromHexString(Bytes(player.State.Sequences[0]!)));
        var read = SequenceTally.Read(ref reader);
        reader.AtEnd.ShouldBeTrue();
        (Bytes(read), Bytes(read.Clone()), read.Completed).ShouldBe((Bytes(player.State.Sequences[0]!), Bytes(read), player.State.Sequences[0]!.Completed));

        var snapshot = player.Snapshot();
        snapshot[0].ShouldBe((byte)5);
        for (var length = 0; length < snapshot.Length; length++)
        {
            Should.Throw<FormatException>(() => player.Machine.ReadSnapshot(snapshot.AsSpan(0, length)));
        }
    }

    private static string Bytes(SequenceTally tally)
    {
        var buffer = new ArrayBufferWriter<byte>();
        tally.Write(new ByteWriter(buffer));
        return Convert.ToHexString(buffer.WrittenSpan);
    }

    private static string? Found(Player player)
    {
        player.Pass(TimeSpan.Zero);
        return player.Machine.ExplainSegment(player.State, "chosen", player.Now).Found;
    }

    private static void Send(Player player, string type, double minutesAgo, params (string Name, object Value)[] attributes) =>
        player.Observe([Some.Signal(type, player.Now - (minutesAgo * Minute), attributes: attributes.Length == 0 ? AttributeSet.Empty : Some.Attributes(attributes))]);
}
