using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Triggers;

/// <summary>Triggers of one profile: when they fire, and what signals that come late make of it.</summary>
public sealed class TriggerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly CatalogDocument Catalog = A.Catalog(("abandoner", A.Count("left", A.AtLeast(1)))) with
    {
        Triggers = new Dictionary<string, TriggerDocument>
        {
            ["left"] = new("view", ["order"], 30 * Minute),
            ["lost"] = new("left", ["login"], 60 * Minute),
        },
    };

    private readonly Player _player = new(Catalog);

    [Fact]
    public void Call_with_the_order_in_it_fires_nothing()
    {
        _player.Observe([Signal("view", -45), Signal("order", -40)]);
        _player.Pass(100 * Minute);

        _player.Journal.Count.ShouldBe(2);
        _player.State.Signals.ShouldBe(2);
    }

    [Fact]
    public void Value_that_an_earlier_signal_takes_leaves_what_a_signal_without_one_armed_at_that_instant()
    {
        var player = new Player(Catalog with { Measures = new Dictionary<string, MeasureDocument> { ["view"] = new("view", [], MeasureDocument.DefaultHalfLife, Distinct: "v") } });
        player.Observe([Viewed("valued", -10, 1), Signal("view", -10)]);
        player.Observe([Viewed("earlier", -15, 1)]);
        player.Pass(100 * Minute);

        player.Firings.Where(firing => firing.Trigger == "left").Select(firing => firing.Armed).ShouldBe([A.Start - (10 * Minute)]);

        static Signal Viewed(string id, int minute, double value) =>
            new() { Id = id, Type = "view", Time = A.Start + (minute * Minute), Attributes = new AttributeSet([new("v", AttributeValue.Of(value))]) };
    }

    [Theory]
    [InlineData(90, 1)]
    [InlineData(91, 0)]
    public void Deadline_that_is_past_fires_within_late_and_is_missed_beyond_it(int minutesAgo, int firings)
    {
        _player.Observe(Signal("view", -minutesAgo));

        var fired = _player.Firings.Where(firing => firing.Trigger == "left").ToArray();
        fired.Length.ShouldBe(firings);
        (_player.Effects.Missed?.GetValueOrDefault("left") ?? 0).ShouldBe(1 - firings);
        if (firings == 1)
        {
            var firing = fired[0];
            (firing.At, firing.Armed, firing.Cause).ShouldBe((A.Start - (60 * Minute), A.Start - (90 * Minute), Cause.OfSignal("view-90")));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void Order_that_arrives_after_the_firing_retracts_it_if_it_happened_before(int minute, bool retracts)
    {
        _player.Observe("view");
        _player.Pass(40 * Minute);
        _player.Segments.ShouldBe(["abandoner"]);

        _player.Observe(Signal("order", minute - 40));

        _player.Retractions.Count.ShouldBe(retracts ? 1 : 0);
        _player.Segments.ShouldBe(retracts ? [] : ["abandoner"]);
        _player.State.Signals.ShouldBe(retracts ? 2 : 3);
        if (retracts)
        {
            var retraction = _player.Retractions[0];
            (retraction.Version, retraction.At, retraction.Deadline, retraction.SignalId)
                .ShouldBe((1, _player.Now, A.Start + (30 * Minute), _player.Firings[0].SignalId));
            retraction.Cause.ShouldBe(Cause.OfSignal($"order-{40 - minute}"));
        }
    }

    [Fact]
    public void Later_arming_that_arrives_after_the_firing_retracts_it_and_fires_for_itself()
    {
        _player.Observe("view");
        _player.Pass(70 * Minute);

        _player.Observe(Signal("view", -50));

        _player.Retractions.Select(retraction => retraction.Version).ShouldBe([1]);
        _player.Firings.Select(firing => (firing.Version, firing.At)).ShouldBe([(1, A.Start + (30 * Minute)), (2, A.Start + (50 * Minute))]);
        _player.Changes.ShouldHaveSingleItem().At.ShouldBe(A.Start + (30 * Minute));
    }

    [Fact]
    public void Retraction_takes_back_what_followed_from_the_firing()
    {
        _player.Observe("view");
        _player.Pass(100 * Minute);
        _player.Firings.Select(firing => (firing.Trigger, firing.At)).ShouldBe([("left", A.Start + (30 * Minute)), ("lost", A.Start + (90 * Minute))]);

        _player.Observe(Signal("order", -80));

        _player.Retractions.Select(retraction => retraction.Trigger).ShouldBe(["left", "lost"]);
        _player.State.Signals.ShouldBe(2);
    }

    [Fact]
    public void Firing_that_nothing_disproves_any_more_fires_anew()
    {
        // The later view is answered by "left" of its own; a login before its deadline took "lost" back.
        _player.Observe("view");
        _player.Pass(100 * Minute);
        _player.Observe(Signal("login", -50));
        _player.Retractions.Select(retraction => retraction.Trigger).ShouldBe(["lost"]);

        _player.Observe(Signal("view", -75));

        _player.Retractions.Select(retraction => (retraction.Trigger, retraction.Version)).ShouldBe([("lost", 1), ("left", 1)]);
        _player.Firings[^1].Trigger.ShouldBe("left");
        _player.Firings[^1].At.ShouldBe(A.Start + (55 * Minute));
        _player.Pass(20 * Minute);
        _player.Firings.Count(firing => firing.Trigger == "lost").ShouldBe(2);
    }

    [Fact]
    public void Cause_is_the_signal_of_the_call_that_the_trigger_depends_on()
    {
        _player.Observe("view");
        _player.Pass(40 * Minute);

        _player.Observe([Signal("order", -20), Signal("login", 0)]);

        _player.Retractions.ShouldHaveSingleItem().Cause.ShouldBe(Cause.OfSignal("order-20"));
        _player.Changes[^1].Cause.ShouldBe(Cause.OfSignal("order-20"));
    }

    [Fact]
    public void Retraction_of_a_firing_older_than_the_times_kept_is_made_from_history()
    {
        for (var round = 0; round < 20; round++)
        {
            _player.Observe("view");
            _player.Pass(200 * Minute);
        }

        _player.Firings.Count(firing => firing.Trigger == "left").ShouldBe(20);
        var expected = _player.State.Tallies[_player.Machine.Catalog.Model.Measures.Find("left")!.Index];

        _player.Observe([Signal("order", 10 - (20 * 200))]);

        _player.Retractions.Select(retraction => (retraction.Trigger, retraction.Version)).ShouldBe([("left", 1), ("lost", 1)]);
        ref readonly var tally = ref _player.State.Tallies[_player.Machine.Catalog.Model.Measures.Find("left")!.Index];
        (tally.Total, tally.First, tally.Last).ShouldBe((19, expected.First + (200 * Minute).Ticks, expected.Last));
        _player.State.Signals.ShouldBe(20 + 1 + 19 + 19);
    }

    [Fact]
    public void Changes_that_need_history_tell_the_signal_that_caused_them()
    {
        var player = new Player(Catalog with { Segments = A.Catalog(("loyal", A.Count("left", A.AtLeast(20)))).Segments });
        for (var round = 0; round < 20; round++)
        {
            player.Observe("view");
            player.Pass(200 * Minute);
        }

        player.Changes.Count.ShouldBe(1);
        player.Observe([A.Signal("late", "order", A.Start + Minute)]);

        (player.Changes[^1].Entered, player.Changes[^1].Cause).ShouldBe((false, Cause.OfSignal("late")));
    }

    [Fact]
    public void Newest_64_firings_can_be_retracted_and_older_ones_are_final()
    {
        for (var round = 0; round < TriggerTimeline.MostFired + 2; round++)
        {
            _player.Observe("view");
            _player.Pass(40 * Minute);
        }

        var started = -40 * (TriggerTimeline.MostFired + 2);
        _player.Observe([Signal("order", started + 1)]);
        _player.Observe([Signal("order", started + 41)]);
        _player.Retractions.ShouldBeEmpty();

        _player.Observe([Signal("order", started + 81)]);
        _player.Retractions.Where(retraction => retraction.Trigger == "left").ShouldHaveSingleItem().Version.ShouldBe(3);
    }

    [Fact]
    public void History_fires_for_no_deadline_before_its_import_began_and_misses_none()
    {
        _player.Observe([Signal("view", -40)], Intake.History(A.Start));
        _player.Observe([Signal("view", -20)], Intake.History(A.Start));
        (_player.Firings.Count, _player.Effects.Missed?.Count ?? 0).ShouldBe((0, 0));

        _player.Pass(10 * Minute);

        _player.Firings.ShouldHaveSingleItem().At.ShouldBe(A.Start + (10 * Minute));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Traits_of_one_time_go_to_the_later_arrival_whatever_was_retracted_between(bool replayed)
    {
        for (var round = 0; round < 2; round++)
        {
            _player.Observe("view");
            _player.Pass(100 * Minute);
        }

        var at = _player.Now;
        _player.Observe(A.Signal("a", "login", at, null, A.Set("plan", AttributeValue.Of("old"))));
        _player.Observe([Signal("order", -80), Signal("order", -180)]);
        _player.Retractions.Count.ShouldBe(4);

        _player.Observe(A.Signal("b", "login", at, null, A.Set("plan", AttributeValue.Of("new"))));
        _player.State = replayed ? _player.Replayed() : _player.Machine.ReadSnapshot(_player.Snapshot());

        _player.View().Traits["plan"].Text.ShouldBe("new");
        _player.Observe(A.Signal("c", "login", at, null, A.Set("plan", AttributeValue.Of("newest"))));
        _player.View().Traits["plan"].Text.ShouldBe("newest");
    }

    [Fact]
    public void Signal_of_a_firing_that_an_older_version_wrote_is_taken_back_too()
    {
        _player.Observe("view");
        _player.Pass(40 * Minute);
        var firing = _player.Firings[0];
        var older = A.Signal($"trigger:left:{A.Start.Ticks}", "left", firing.At);
        JournalEntry[] journal =
        [
            _player.Journal[0], JournalEntry.Fired(new TriggerFiring(firing.Trigger, firing.At, 1)), JournalEntry.Observed(older, firing.At),
        ];
        var state = _player.Machine.Create(default);
        Array.ForEach(journal, entry => _player.Machine.Fold(state, entry));
        _player.State = state;
        _player.Effects.Clear();

        _player.Observe(Signal("order", -30));

        _player.Retractions.Count.ShouldBe(1);
        Timeline.Newest([.. journal, .. _player.Journal], 10).Select(entry => entry.Signal.Type).ShouldBe(["order", "view"]);
    }

    private Signal Signal(string type, int minutes) => A.Signal($"{type}{minutes}", type, _player.Now + (minutes * Minute));
}
