using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

public sealed class TraitTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(null, 1, 1)]
    [InlineData(24, 1, 25)]
    [InlineData(49, 19, 68)]
    public void Increment_adds_to_what_is_there(int? before, int step, int after)
    {
        var player = new Player(A.Catalog());
        if (before is { } number)
        {
            player.Observe("view", null, null, A.Set("points", AttributeValue.Of(number)));
        }

        player.Now += Hour;
        player.Observe("view", null, null, new TraitChange("points", TraitOperation.Increment, AttributeValue.Of(step)));

        player.View().Traits["points"].ShouldBe(AttributeValue.Of(after));
    }

    [Fact]
    public void Set_newest_by_signal_time_wins_and_a_tie_goes_to_the_later_arrival()
    {
        var player = new Player(A.Catalog());
        player.Observe(A.Signal("b", "view", A.Start, null, A.Set("plan", AttributeValue.Of("pro"))));
        player.Observe(A.Signal("c", "view", A.Start - Hour, null, A.Set("plan", AttributeValue.Of("free"))));
        player.Observe(A.Signal("a", "view", A.Start, null, A.Set("plan", AttributeValue.Of("trial"))));

        player.View().Traits["plan"].ShouldBe(AttributeValue.Of("trial"));
    }

    [Fact]
    public void Set_of_one_time_in_one_call_goes_to_the_later_in_the_call()
    {
        var player = new Player(A.Catalog());

        player.Observe([
            A.Signal("z", "view", A.Start, null, A.Set("plan", AttributeValue.Of("pro"))),
            A.Signal("a", "view", A.Start, null, A.Set("plan", AttributeValue.Of("free"))),
            A.Signal("m", "view", A.Start - Hour, null, A.Set("plan", AttributeValue.Of("trial"))),
        ]);

        player.View().Traits["plan"].ShouldBe(AttributeValue.Of("free"));
    }

    [Fact]
    public void SetIfMissing_never_overwrites()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", null, null, A.Set("plan", AttributeValue.Of("pro")));
        player.Now += Hour;

        player.Observe("view", null, null, new TraitChange("plan", TraitOperation.SetIfMissing, AttributeValue.Of("free")));

        player.View().Traits["plan"].ShouldBe(AttributeValue.Of("pro"));
    }

    [Fact]
    public void Remove_late_set_does_not_bring_it_back()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", null, null, new TraitChange("plan", TraitOperation.Remove, default));

        player.Observe("view", -Hour, null, A.Set("plan", AttributeValue.Of("pro")));

        player.View().Traits.ShouldBeEmpty();
    }

    [Fact]
    public void First_and_last_occurrence_follow_the_signals_own_times()
    {
        var player = new Player(A.Catalog());
        var day = TimeSpan.FromDays(1);

        player.Observe("view");
        Seen(player).ShouldBe((A.Start, A.Start));
        player.Observe("view", -day);
        Seen(player).ShouldBe((A.Start - day, A.Start));
        player.Observe("view", day);
        Seen(player).ShouldBe((A.Start - day, A.Start + day));
    }

    private static (Instant First, Instant Last) Seen(Player player)
    {
        ref readonly var tally = ref player.State.Tallies[0];
        return (new Instant(tally.First), new Instant(tally.Last));
    }
}
