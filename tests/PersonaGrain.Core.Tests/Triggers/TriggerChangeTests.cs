using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Triggers;

/// <summary>What becomes of triggers when a catalog says otherwise what starts and stops them.</summary>
public sealed class TriggerChangeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private int _version;

    [Fact]
    public void Firing_that_the_new_catalog_would_not_have_stays_as_it_was_told()
    {
        var player = new Player(Catalog(unless: "login"));
        player.Observe("view");
        player.Pass(10 * Minute);
        player.Observe("order");
        player.Pass(30 * Minute);
        player.Firings.Count.ShouldBe(1);

        player.Move(A.Machine(Catalog(unless: "order")));
        player.Pass(100 * Minute);

        (player.Firings.Count, player.Retractions.Count, player.State.Signals).ShouldBe((1, 0, 3));
        player.Observe("view");
        player.Pass(100 * Minute);
        player.Firings.Select(firing => firing.Version).ShouldBe([1, 2]);
    }

    [Fact]
    public void Firing_that_the_new_catalog_has_too_can_still_be_retracted()
    {
        var player = new Player(Catalog(unless: "login"));
        player.Observe("view");
        player.Pass(30 * Minute);

        player.Move(A.Machine(Catalog(unless: "order")));
        player.Observe("order", -10 * Minute);

        player.Retractions.ShouldHaveSingleItem().Version.ShouldBe(1);
    }

    [Fact]
    public void Arming_that_is_none_any_more_does_not_fire()
    {
        var player = new Player(Catalog(after: "view"));
        player.Observe("view");
        player.Pass(10 * Minute);

        player.Move(A.Machine(Catalog(after: "login")));
        player.Pass(60 * Minute);

        player.Firings.ShouldBeEmpty();
    }

    [Fact]
    public void Arming_that_is_none_any_more_holds_no_other_up()
    {
        var player = new Player(Catalog(after: "login"));
        player.Observe("view");
        player.Pass(20 * Minute);
        player.Observe("login", -15 * Minute);
        player.Pass(20 * Minute);
        player.Firings.Count.ShouldBe(1);

        player.Move(A.Machine(Catalog(after: "view", within: 90)));
        player.Pass(100 * Minute);

        player.Firings.Select(firing => firing.At).ShouldBe([A.Start + (35 * Minute), A.Start + (90 * Minute)]);
    }

    [Fact]
    public void Arming_that_becomes_one_fires_when_it_is_due()
    {
        var player = new Player(Catalog(after: "login"));
        player.Observe("view");
        player.Pass(10 * Minute);

        player.Move(A.Machine(Catalog(after: "view"))).ShouldBeTrue();
        player.Pass(60 * Minute);

        (player.Firings.ShouldHaveSingleItem().At, player.Firings[0].Armed).ShouldBe((A.Start + (30 * Minute), A.Start));
    }

    [Fact]
    public void Deadline_that_moves_into_the_past_does_not_fire()
    {
        var player = new Player(Catalog(within: 60));
        player.Observe("view");
        player.Pass(40 * Minute);

        player.Move(A.Machine(Catalog(within: 30)));
        player.Pass(60 * Minute);

        player.Firings.ShouldBeEmpty();
    }

    [Fact]
    public void History_that_waits_to_be_evaluated_does_not_fire_under_a_catalog_that_came_meanwhile()
    {
        var player = new Player(Catalog(after: "login"));
        player.Observe("order");
        player.Now += 100 * Minute;
        player.Machine.Observe(
            player.State, [A.Signal("a", "view", A.Start + Minute)], player.Now, new Intake(player.Now, IsEvaluatedLater: true), new ObservationVerdict[1], player.Effects);

        var machine = A.Machine(Catalog(after: "view"));
        player.State = machine.ReadSnapshot(player.Snapshot());
        player.Machine = machine;
        ProfileMachine.SkipPast(player.State);
        History.Learn(machine, player.State, player.Journal, player.Effects);
        machine.Reevaluate(player.State, player.Now, Cause.OfCatalog(machine.Catalog.Version), player.Effects);

        player.Firings.ShouldBeEmpty();
    }

    private CatalogDocument Catalog(string after = "view", string unless = "order", int within = 30) => A.Catalog() with
    {
        Version = ++_version,
        Triggers = new Dictionary<string, TriggerDocument> { ["left"] = new(after, [unless], within * Minute) },
    };
}
