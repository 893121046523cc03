using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using static PersonaGrain.A;

namespace PersonaGrain.Conditions;

public sealed class CountCaseTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(-3, true)]
    [InlineData(-15, false)]
    public void Count_one_event_within_ten_days(int day, bool holds)
    {
        var player = new Player(Catalog(("it", Count("view", AtLeast(1), 10 * Day))));

        player.Observe("view", day * Day);

        player.Segments.Count.ShouldBe(holds ? 1 : 0);
    }

    [Fact]
    public void Count_did_not_occur_is_back_when_the_event_leaves_the_window()
    {
        var player = new Player(Catalog(("quiet", Not(Count("view", AtLeast(1), 10 * Day)))));
        player.Observe("login");
        player.Segments.ShouldBe(["quiet"]);

        player.Observe("view", -3 * Day);
        player.Segments.ShouldBeEmpty();

        player.Pass(30 * Day);
        player.Segments.ShouldBe(["quiet"]);
        player.Changes[^1].At.ShouldBe(Start + (7 * Day));
    }

    [Fact]
    public void Count_at_most_one_leaves_at_the_second()
    {
        var player = new Player(Catalog(("it", Count("view", AtMost(1), 10 * Day))));
        player.Observe("view");
        player.Segments.ShouldBe(["it"]);

        player.Observe("view");

        player.Segments.ShouldBeEmpty();
    }

    [Fact]
    public void Count_within_a_fixed_range_of_time_leaves_at_the_third()
    {
        var range = new MeasureReference("view", [], Instant.FromUtc(2000, 7, 15), Instant.FromUtc(2001, 1, 15));
        var player = new Player(Catalog(("it", new ConditionDocument.Count(range, [Test(ValueOperator.Between, 1, 2)], null))));
        var october = Instant.FromUtc(2000, 10, 30);
        player.Observe("view");
        player.Segments.ShouldBeEmpty();

        player.Observe("view", october - Start);
        player.Observe("view", october - Start);
        player.Segments.ShouldBe(["it"]);

        player.Observe("view", october - Start);
        player.Segments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-3, true)]
    [InlineData(-15, false)]
    public void LastSeen_and_a_trait_that_is_not(int day, bool holds)
    {
        var player = new Player(Catalog(("it", All(LastSeen("view", within: 5 * Day), Trait("address", Test(ValueOperator.IsNot, "test"))))));

        player.Observe("view", day * Day);

        player.Segments.Count.ShouldBe(holds ? 1 : 0);
    }

    [Fact]
    public void Count_of_two_measures_needs_both()
    {
        var player = new Player(Catalog(("both", All(Count("view", AtLeast(1), 30 * Day), Count("login", AtLeast(1), 30 * Day)))));
        player.Observe("view");
        player.Segments.ShouldBeEmpty();

        player.Observe("login");

        player.Segments.ShouldBe(["both"]);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-11, false)]
    public void Count_two_in_ten_days(int other, bool holds)
    {
        var player = new Player(Catalog(("it", Count("view", AtLeast(2), 10 * Day))));

        player.Observe("view");
        player.Observe("view", other * Day);

        player.Segments.Count.ShouldBe(holds ? 1 : 0);
    }

    [Fact]
    public void Count_two_windows_on_one_event_do_not_collide()
    {
        var player = new Player(Catalog(("week", Count("view", AtLeast(2), 7 * Day)), ("month", Count("view", AtLeast(3), 30 * Day))));
        player.Observe("view", -20 * Day);
        player.Observe("view", -2 * Day);
        player.Segments.ShouldBeEmpty();

        player.Observe("view", -1 * Day);

        player.Segments.ShouldBe(["month", "week"]);
    }

    [Fact]
    public void Sum_is_exact_in_any_order()
    {
        var player = new Player(Catalog(("it", Sum("order", Test(ValueOperator.Is, 0.3), Day)), ("ever", Sum("order", Test(ValueOperator.Is, 0.3)))));

        foreach (var value in new[] { 0.1, 1e12, 0.2, -1e12 })
        {
            player.Observe("order", value: value);
        }

        player.Segments.ShouldBe(["ever", "it"]);
    }

    [Fact]
    public void Sum_beyond_the_kept_entries_lets_the_oldest_go()
    {
        var window = new Profiles.Tallies.SumWindow();
        for (var index = 0; index < Profiles.Tallies.SumWindow.MaximumEntries + 10; index++)
        {
            window.Add(index + 1, 1);
        }

        window.Count.ShouldBe(Profiles.Tallies.SumWindow.MaximumEntries);
        window.SumFrom(0).ShouldBe(Profiles.Tallies.SumWindow.MaximumEntries);
        window.Floor.ShouldBe(10);
    }
}
