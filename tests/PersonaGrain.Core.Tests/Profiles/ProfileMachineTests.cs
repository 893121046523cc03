using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles;

public sealed class ProfileMachineTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Advance_third_view_leaves_the_window_exits_at_its_exact_instant()
    {
        var player = new Player(A.Catalog(("keen", A.Count("view", A.AtLeast(3), 7 * Day))));
        for (var view = 0; view < 3; view++)
        {
            player.Observe("view");
            player.Pass(Day);
        }

        player.Segments.ShouldBe(["keen"]);
        player.View().NextFlip.ShouldBe(A.Start + (7 * Day));
        player.State.WakeAt.ShouldBe(A.Start + (7 * Day));

        player.Pass(30 * Day);

        player.Changes.Select(change => (change.Entered, change.At, change.Version))
            .ShouldBe([(true, A.Start + (2 * Day), 1), (false, A.Start + (7 * Day), 2)]);
    }

    [Fact]
    public void Observe_same_id_again_changes_nothing()
    {
        var player = new Player(A.Catalog(("keen", A.Count("view", A.AtLeast(2)))));
        var signal = A.Signal("one", "view", A.Start);

        player.Observe(signal).ShouldBe(ObservationVerdict.Accepted);
        var before = player.Snapshot();
        player.Observe(signal).ShouldBe(ObservationVerdict.Duplicate);

        player.Snapshot().ShouldBe(before);
        player.Segments.ShouldBeEmpty();
    }

    [Fact]
    public void Observe_trigger_not_disarmed_fires_at_its_deadline()
    {
        var catalog = A.Catalog(("abandoned", A.Count("cart_abandoned", A.AtLeast(1), Day))) with
        {
            Triggers = new Dictionary<string, TriggerDocument> { ["cart_abandoned"] = new("view", ["order"], TimeSpan.FromMinutes(30)) },
        };
        var player = new Player(catalog);
        player.Observe("view");

        player.View().NextFlip.ShouldBe(A.Start + TimeSpan.FromMinutes(30));
        player.Pass(2 * Day);

        var deadline = A.Start + TimeSpan.FromMinutes(30);
        player.Firings.ShouldBe([new TriggerFiring("cart_abandoned", deadline, 1) { Armed = A.Start, Cause = Cause.Clock }]);
        player.Journal[2].Signal.Id.ShouldBe("trigger:cart_abandoned:1");
        player.Changes.Select(change => (change.Entered, change.At)).ShouldBe([(true, deadline), (false, deadline + Day)]);
    }

    [Fact]
    public void Observe_trigger_disarmed_in_time_does_not_fire()
    {
        var catalog = A.Catalog() with
        {
            Triggers = new Dictionary<string, TriggerDocument> { ["cart_abandoned"] = new("view", ["order"], TimeSpan.FromMinutes(30)) },
        };
        var player = new Player(catalog);
        player.Observe("view");
        player.Pass(TimeSpan.FromMinutes(10));
        player.Observe("order");

        player.Pass(Day);

        player.Journal.ShouldAllBe(entry => entry.Kind == JournalEntryKind.Signal);
    }

    [Fact]
    public void NextFlip_score_threshold_is_the_first_tick_below_it()
    {
        var catalog = A.Catalog(("warm", A.Score("interest", A.AtLeast(20)))) with
        {
            Scores = new Dictionary<string, ScoreDocument> { ["interest"] = A.ScoreOf(("view", 2), ("login", -1)) },
        };
        var player = new Player(catalog);
        player.Observe("view");
        player.Observe("view");
        player.Pass(Day);

        var flip = player.View().NextFlip!.Value;
        player.Machine.Score(player.State, 0, flip - TimeSpan.FromSeconds(1)).ShouldBeGreaterThanOrEqualTo(20);
        player.Machine.Score(player.State, 0, flip).ShouldBeLessThan(20);

        player.Pass(300 * Day);
        player.Changes[^1].At.ShouldBe(flip);
        player.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public void ReadSnapshot_of_a_longer_window_is_incomplete_until_it_learned_from_history()
    {
        var player = new Player(A.Catalog(("spender", A.Sum("order", A.AtLeast(100), Day))));
        player.Observe("order", value: 60);
        player.Pass(3 * Day);
        player.Observe("order", value: 50);
        player.Segments.ShouldBeEmpty();

        var machine = A.Machine(A.Catalog(("spender", A.Sum("order", A.AtLeast(100), 5 * Day))) with { Version = 2 });
        var state = machine.ReadSnapshot(player.Snapshot());
        state.IsIncomplete.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => machine.Advance(state, player.Now, player.Effects));
        History.Learn(machine, state, player.Journal, player.Effects);
        machine.Reevaluate(state, player.Now, Cause.OfCatalog(2), player.Effects);

        (player.Changes.ShouldHaveSingleItem().At, player.Changes[0].Cause).ShouldBe((player.Now, Cause.OfCatalog(2)));
        state.WakeAt.ShouldBe(A.Start + (5 * Day));
    }

    [Fact]
    public void Fold_journal_then_advance_emits_what_was_due_while_down_at_its_instant()
    {
        var player = new Player(A.Catalog(("keen", A.Count("view", A.AtLeast(1), 7 * Day))));
        var signal = A.Signal("a", "view", A.Start);
        player.Observe(signal);

        var state = player.Machine.Create(A.Start + (60 * Day));
        player.Machine.Fold(state, player.Journal[0]);
        player.Machine.Fold(state, player.Journal[1]);
        player.Effects.Clear();
        player.Machine.Advance(state, A.Start + (60 * Day), player.Effects);

        var change = player.Changes.ShouldHaveSingleItem();
        (change.Entered, change.At, change.Version).ShouldBe((false, A.Start + (7 * Day), 2));
    }

    [Fact]
    public void Fold_firing_does_not_fire_again_after_its_id_is_forgotten()
    {
        var machine = A.Machine(A.Catalog() with
        {
            Triggers = new Dictionary<string, TriggerDocument> { ["left"] = new("view", ["order"], TimeSpan.FromMinutes(30)) },
        });
        var state = machine.Create(A.Start);
        machine.Fold(state, JournalEntry.Observed(A.Signal("a", "view", A.Start), A.Start));
        machine.Fold(state, JournalEntry.Fired(new TriggerFiring("left", A.Start + TimeSpan.FromMinutes(30), 1)));
        for (var index = 0; index <= IdRing.Capacity; index++)
        {
            machine.Fold(state, JournalEntry.Observed(A.Signal($"id-{index}", "login", A.Start + Day), A.Start + Day));
        }

        var effects = new TurnEffects();
        machine.Advance(state, A.Start + (2 * Day), effects);

        effects.Entries.ShouldBeEmpty();
    }
}
