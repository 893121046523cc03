using PersonaGrain.Catalogs;
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
    public void RemoveTree_takes_away_what_lies_under_it_and_nothing_else()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", -Hour, null, Set("address", "gone"), Set("address.city", "Oslo"), Set("address.geo.lat", "59"), Set("addresses", "two"), Set("address_type", "home"));

        player.Observe("view", null, null, RemoveTree("address"), Set("address.city", "Bergen"));

        player.View().Traits.Keys.ShouldBe(["address.city", "addresses", "address_type"], ignoreOrder: true);
        player.View().Traits["address.city"].ShouldBe(AttributeValue.Of("Bergen"));
    }

    [Theory]
    [InlineData(TraitOperation.Remove)]
    [InlineData(TraitOperation.RemoveTree)]
    public void Removed_tree_stays_removed_for_what_comes_late(TraitOperation operation)
    {
        var player = new Player(A.Catalog());
        player.Observe("view", null, null, new TraitChange("address", operation, default));

        player.Observe("view", -Hour, null, Set("address.zip", "0150"), new TraitChange("address.moves", TraitOperation.Increment, AttributeValue.Of(1)));
        player.View().Traits.ShouldBeEmpty();
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.Observe("view", -Hour, null, Set("address.geo.lat", "59"));
        player.View().Traits.ShouldBeEmpty();

        player.Observe("view", Hour, null, Set("address.zip", "5003"));
        player.View().Traits.Keys.ShouldBe(["address.zip"]);
    }

    [Fact]
    public void RemoveTree_that_comes_late_leaves_what_was_set_after_it()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", -(2 * Hour), null, Set("address.zip", "0150"), Set("address.city", "Oslo"));
        player.Observe("view", null, null, Set("address.city", "Bergen"));

        player.Observe("view", -Hour, null, RemoveTree("address"));

        player.View().Traits.Keys.ShouldBe(["address.city"]);
    }

    [Fact]
    public void RemoveTree_of_objects_with_ever_new_members_leaves_nothing_behind()
    {
        var player = new Player(A.Catalog());
        for (var turn = 0; turn < 300; turn++)
        {
            player.Now += Hour;
            player.Observe("view", null, null, RemoveTree("answers"), Set($"answers.{turn}", "yes"));
        }

        player.State.Traits.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public void Remove_of_a_tree_leaves_the_segments_that_ask_for_what_lies_under_it()
    {
        var player = new Player(A.Catalog(("local", A.Trait("address.city", A.Test(ValueOperator.Is, "Oslo")))));
        player.Observe("view", -Hour, null, Set("address.city", "Oslo"));
        player.Segments.ShouldBe(["local"]);

        player.Observe(A.Signal("gone", "view", A.Start, null, new TraitChange("address", TraitOperation.Remove, default)));

        player.Segments.ShouldBeEmpty();
        player.Changes[^1].Cause.ShouldBe(Grid.Cause.OfSignal("gone"));
    }

    [Fact]
    public void Set_takes_the_place_of_what_lies_under_it_for_what_comes_late_too()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", -(3 * Hour), null, Set("address.city", "Oslo"), Set("address.geo.lat", "59"), Set("addresses", "two"));

        player.Observe("view", -Hour, null, Set("address", "Oslo, Norway"));
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.Observe("view", -(2 * Hour), null, Set("address.zip", "0150"));

        player.View().Traits.Keys.ShouldBe(["address", "addresses"], ignoreOrder: true);
    }

    [Fact]
    public void Set_that_comes_late_leaves_the_members_that_were_set_after_it()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", -(2 * Hour), null, Set("address.zip", "0150"));
        player.Observe("view", null, null, Set("address.city", "Bergen"));

        player.Observe("view", -Hour, null, Set("address", "Oslo, Norway"));

        player.View().Traits.Keys.ShouldBe(["address.city"]);
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.Observe("view", -(2 * Hour), null, Set("address.zip", "5003"));
        player.View().Traits.Keys.ShouldBe(["address.city"]);
    }

    [Fact]
    public void Set_of_a_member_takes_the_place_of_a_value_of_its_object()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", -Hour, null, Set("address", "Oslo, Norway"));

        player.Observe("view", null, null, Set("address.geo.lat", "60"));

        player.View().Traits.Keys.ShouldBe(["address.geo.lat"]);
    }

    [Fact]
    public void Set_of_a_value_and_a_member_in_one_signal_leaves_both()
    {
        var player = new Player(A.Catalog());
        player.Observe("view", -Hour, null, Set("mail.kind", "daily"), Set("mail.at", "8:00"));

        player.Observe("view", null, null, Set("mail.kind", "weekly"), Set("mail", "yes"));

        player.View().Traits.Keys.ShouldBe(["mail", "mail.kind"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(TraitOperation.Increment)]
    [InlineData(TraitOperation.SetIfMissing)]
    public void Operation_changes_only_what_it_names(TraitOperation operation)
    {
        var player = new Player(A.Catalog());
        player.Observe("view", -Hour, null, A.Set("visits", AttributeValue.Of(3)), Set("shop.city", "Oslo"));

        player.Observe("view", null, null, new TraitChange("visits.web", operation, AttributeValue.Of(1)), new TraitChange("shop", operation, AttributeValue.Of(1)));

        player.View().Traits.Keys.ShouldBe(["visits", "visits.web", "shop", "shop.city"], ignoreOrder: true);
    }

    [Fact]
    public void Set_in_the_place_of_another_shape_is_the_cause_of_what_it_changes()
    {
        var player = new Player(A.Catalog(
            ("local", A.Trait("address.city", A.Test(ValueOperator.Is, "Oslo"))), ("vague", A.Trait("address", A.Exists(true)))));
        player.Observe("view", -Hour, null, Set("address.city", "Oslo"));

        player.Observe(A.Signal("value", "view", A.Start, null, Set("address", "Oslo, Norway")));
        player.Segments.ShouldBe(["vague"]);
        player.Observe(A.Signal("members", "view", A.Start + Hour, null, Set("address.city", "Bergen")));
        player.Segments.ShouldBeEmpty();

        player.Changes.Skip(1).Select(change => change.Cause).ShouldBe([Cause("value"), Cause("value"), Cause("members")]);

        static Grid.Cause Cause(string id) => Grid.Cause.OfSignal(id);
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

    private static TraitChange Set(string name, string value) => A.Set(name, AttributeValue.Of(value));

    private static TraitChange RemoveTree(string name) => new(name, TraitOperation.RemoveTree, default);

    private static (Instant First, Instant Last) Seen(Player player)
    {
        ref readonly var tally = ref player.State.Tallies[0];
        return (new Instant(tally.First), new Instant(tally.Last));
    }
}
