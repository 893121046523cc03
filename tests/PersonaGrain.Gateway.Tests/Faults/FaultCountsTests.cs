using PersonaGrain.Gateway.Faults;

namespace PersonaGrain.Gateway.Tests.Faults;

/// <summary>Counts are bounded, and a flood of names that somebody makes up hides nothing.</summary>
public sealed class FaultCountsTests
{
    private const int Flood = 100_000;

    [Fact]
    public void Types_of_the_catalog_are_counted_exactly_before_and_after_a_flood()
    {
        var counts = new FaultCounts();
        counts.Add(Key("order_completed", "order_id"), isDeclared: true);

        for (var index = 0; index < Flood; index++)
        {
            counts.Add(Key($"random-{index * 7919L % Flood}", "a"), isDeclared: false);
            counts.Add(Key("page_viewed", $"random-{index}"), isDeclared: true);
        }

        counts.Add(Key("order_completed", "order_id"), isDeclared: true);
        counts.Add(Key("cart_added", "price"), isDeclared: true);

        var all = counts.All.ToDictionary(static count => count.Key);
        all.Count.ShouldBeLessThanOrEqualTo(FaultCounts.OfOthers + (3 * FaultCounts.OfType));
        (all[Key("order_completed", "order_id")].Least, all[Key("order_completed", "order_id")].Most).ShouldBe((2, 2));
        (all[Key("cart_added", "price")].Least, all[Key("cart_added", "price")].Most).ShouldBe((1, 1));
        (all.Values.Sum(static count => count.Least) + counts.Other).ShouldBe((2 * Flood) + 3, "nothing is left out of the sum");
    }

    [Fact]
    public void Frequent_name_that_comes_after_a_flood_is_the_most_frequent_of_all()
    {
        var counts = new FrequentCounts<string>(100);
        for (var index = 0; index < Flood; index++)
        {
            counts.Add($"random-{index}");
        }

        for (var times = 0; times < 500; times++)
        {
            counts.Add("order_complete");
        }

        var most = counts.All.MaxBy(static count => count.Least);
        (most.Key, most.Least).ShouldBe(("order_complete", 500L));
        most.Most.ShouldBe(500 + (Flood / 100), "the count of the name whose place it took");
    }

    [Fact]
    public void Name_that_comes_more_often_than_its_share_is_kept_through_a_flood_and_its_bounds_hold()
    {
        var counts = new FrequentCounts<int>(100);
        var truth = new Dictionary<int, long>();
        var random = new Random(7);
        for (var index = 0; index < Flood; index++)
        {
            // Half of them are of twenty names, the rest come once each.
            var key = random.Next(2) == 0 ? -1 - random.Next(20) : index;
            truth[key] = truth.GetValueOrDefault(key) + 1;
            counts.Add(key);
        }

        var all = counts.All;
        all.Count.ShouldBe(100);
        truth.Where(static each => each.Value > Flood / 100).Select(static each => each.Key).Except(all.Select(static count => count.Key)).ShouldBeEmpty();
        all.ShouldAllBe(count => count.Least <= truth[count.Key] && truth[count.Key] <= count.Most);
        (all.Sum(static count => count.Least) + counts.Other).ShouldBe(Flood);
    }

    private static FaultKey Key(string type, string field) => new("track", type, field, "wrong_attribute_type", FaultOutcome.Noted);
}
