using PersonaGrain.Catalogs;
using PersonaGrain.Profiles.Tallies;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>Measures that count once for each value of an attribute. That late is as in order, and replay as live, the laws show.</summary>
public sealed class DistinctTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly CatalogDocument Catalog = A.Catalog(
        ("twice", A.Count("orders", A.AtLeast(2), TimeSpan.FromDays(7))),
        ("spender", A.Sum("orders", A.AtLeast(100)))) with
    {
        Measures = new Dictionary<string, MeasureDocument> { ["orders"] = new("order", [], TimeSpan.FromDays(7), Distinct: "order_id") },
    };

    private int _signals;

    [Fact]
    public void Repeats_of_a_value_change_nothing_but_the_number_of_signals()
    {
        var player = new Player(Catalog);
        player.Observe(Order(A.Start, 60, "17"));
        player.Now += Hour;

        player.Observe(Order(player.Now, 70, "17"));
        player.Observe(Order(player.Now, 80, 17));

        player.Segments.ShouldBeEmpty();
        var tally = Tally(player);
        (tally.Total, new Instant(tally.Last), tally.Sum).ShouldBe((1, A.Start, 60_000_000));
        player.View().Signals.ShouldBe(3);
    }

    [Fact]
    public void Repeat_in_one_call_is_not_the_cause_of_what_the_first_one_changed()
    {
        var player = new Player(Catalog);
        var (first, repeat) = (Order(A.Start, 120, "17"), Order(A.Start + Hour, 120, "17"));
        player.Now += Hour;

        player.Observe([first, repeat]);

        player.Changes.Single().Cause.ShouldBe(Grid.Cause.OfSignal(first.Id));
    }

    [Fact]
    public void Signals_without_a_value_count_each()
    {
        var player = new Player(Catalog);
        player.Observe(Order(A.Start, 60, null));
        player.Observe(Order(A.Start, 60, ""));

        player.Segments.ShouldBe(["spender", "twice"], ignoreOrder: true);
    }

    [Fact]
    public void Earlier_one_that_comes_late_takes_the_place_with_its_time_and_amount()
    {
        var player = new Player(Catalog);
        player.Observe(Order(A.Start, 120, "17"));
        player.Segments.ShouldBe(["spender"]);

        player.Observe(Order(A.Start - Hour, 60, "17"));

        player.Segments.ShouldBeEmpty();
        var tally = Tally(player);
        (tally.Total, new Instant(tally.First), new Instant(tally.Last), tally.Sum).ShouldBe((1, A.Start - Hour, A.Start - Hour, 60_000_000));
    }

    [Theory]
    [InlineData(new object?[] { null, -5 }, -5)]
    [InlineData(new object?[] { null, 0, 60 }, 60)]
    [InlineData(new object?[] { 0, -5, -7 }, -5)]
    [InlineData(new object?[] { null, 0 }, 0)]
    public void Of_one_instant_the_greatest_amount_counts_and_none_gives_way_in_any_order(object?[] amounts, int counts)
    {
        foreach (var order in Orders(amounts))
        {
            var player = new Player(Catalog);
            foreach (var amount in order)
            {
                player.Observe(Order(A.Start, (int?)amount, "17"));
            }

            (Tally(player).Total, Tally(player).Sum).ShouldBe((1, counts * 1_000_000));
        }

        static IEnumerable<object?[]> Orders(object?[] all) => all.Length < 2
            ? [all]
            : all.SelectMany((first, index) => Orders([.. all[..index], .. all[(index + 1)..]]).Select(rest => (object?[])[first, .. rest]));
    }

    [Fact]
    public void Value_that_was_forgotten_counts_again_and_no_other()
    {
        var player = new Player(Catalog);
        for (var order = 0; order <= DistinctTally.Capacity; order++)
        {
            player.Observe(Order(A.Start + TimeSpan.FromSeconds(order), 1, order));
        }

        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.Observe(Order(player.Now, 1, 1));
        Tally(player).Total.ShouldBe(DistinctTally.Capacity + 1);
        player.State.Distinct![Slot(player)]!.Count.ShouldBe(DistinctTally.Capacity);

        player.Observe(Order(A.Start - Hour, 1, 0));
        Tally(player).Total.ShouldBe(DistinctTally.Capacity + 2);

        // What is left is still exact where one gives way to an earlier one.
        player.Observe(Order(A.Start - (2 * Hour), 5, 7));
        var tally = Tally(player);
        (tally.Total, new Instant(tally.First), tally.Sum).ShouldBe((DistinctTally.Capacity + 2, A.Start - (2 * Hour), (DistinctTally.Capacity + 6) * 1_000_000L));
    }

    [Fact]
    public void Catalog_that_comes_to_count_once_counts_history_so()
    {
        var player = new Player(A.Catalog());
        player.Observe(Order(A.Start, 120, "17"));
        player.Observe(Order(A.Start - Hour, 60, "17"));
        player.Observe(Order(A.Start - Hour, 30, "18"));

        player.Move(A.Machine(Catalog with { Version = 2 })).ShouldBeTrue();

        player.Segments.ShouldBe(["twice"]);
        player.Observe(Order(A.Start, 500, "18"));
        player.Segments.ShouldBe(["twice"]);
    }

    [Fact]
    public void Trigger_waits_from_the_first_of_a_value_and_is_put_right_where_an_earlier_one_comes_late()
    {
        var player = new Player(Catalog with
        {
            Triggers = new Dictionary<string, TriggerDocument> { ["review_due"] = new("orders", [], 2 * Hour) { Late = TimeSpan.FromDays(1) } },
        });
        player.Observe(Order(A.Start, 60, "17"));
        player.Pass(Hour);
        player.Observe(Order(player.Now, 60, "17"));
        player.Pass(Hour);
        player.Firings.Select(firing => firing.At).ShouldBe([A.Start + (2 * Hour)]);

        player.Observe(Order(A.Start - Hour, 60, "17"));

        player.Retractions.Count.ShouldBe(1);
        player.Firings.Select(firing => firing.At).ShouldBe([A.Start + (2 * Hour), A.Start + Hour]);
    }

    [Fact]
    public void Snapshot_of_values_gives_the_stored_bytes()
    {
        const string golden =
            "030101008080DDDAD7E49DEF080380B0CBCCD1E39DEF088080DDDAD7E49DEF080406053FC9262FA52900000067BBBA1BC4429B690000007C66298D8A" +
            "A16F8B0000038080DDDAD7E49DEF0880D0918E8601F2221A4F91F7074000C0958C4600005DF833BD1B709BCF0200038080DDDAD7E49DEF0880D0918E" +
            "8601F2221A4F91F7074000C0958C460200000000000381DF5A1ED73FD7611E710EF58D028F1EB896DA75ACCA80B401057477696365018080DDDAD7E4" +
            "9DEF0801000000000000F8FF00015DF833BD1B709BCF0200018080DDDAD7E49DEF0800000000000000F03F0080897A010000022E5FC61985E0C57C80" +
            "B0CBCCD1E39DEF08C0F0F50BBAE82948E7DCF11980D0918E8601809C9C39";
        var player = new Player(Catalog);
        player.Observe(Order(A.Start, 60, "17"));
        player.Observe(Order(A.Start - Hour, 12.5, 18));
        player.Observe(Order(A.Start, 1, null));

        Convert.ToHexString(player.Snapshot()).ShouldBe(golden);
        var restored = player.Machine.ReadSnapshot(Convert.FromHexString(golden));
        player.State = restored;
        restored.IsIncomplete.ShouldBeFalse();
        player.Observe(Order(A.Start, 60, 17));
        Tally(player).Total.ShouldBe(3);
    }

    private static int Slot(Player player) => player.Machine.Catalog.Model.Measures.Find("orders")!.Index;

    private static MeasureTally Tally(Player player) => player.State.Tallies[Slot(player)];

    private Signal Order(Instant time, double? revenue, object? id) => new()
    {
        Id = $"order-{_signals++}",
        Type = "order",
        Time = time,
        Value = revenue,
        Attributes = id is null ? AttributeSet.Empty : new AttributeSet(KeyValuePair.Create("order_id", id is int number ? AttributeValue.Of(number) : AttributeValue.Of((string)id))),
    };
}
