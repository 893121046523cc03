using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>A profile that came to a catalog is one that always had it, as far as the past is not told already.</summary>
public sealed class CatalogLaws
{
    /// <summary>Declares neither types nor a value: what it takes is read otherwise later.</summary>
    private static readonly ProfileMachine Plain = A.Machine(A.Catalog(("keen", A.Count("view", A.AtLeast(1), TimeSpan.FromSeconds(5)))) with
    {
        Signals = new Dictionary<string, SignalDocument> { ["view"] = A.Type(), ["login"] = A.Type(), ["order"] = A.Type("purchase") },
        Measures = LawCatalog.Document.Measures,
    });

    /// <summary>Without triggers, since one that is new does not fire for what is past.</summary>
    private static readonly ProfileMachine Wide = A.Machine(LawCatalog.Document with
    {
        Version = 2,
        Triggers = new Dictionary<string, TriggerDocument>(),
        Segments = LawCatalog.Document.Segments.Where(segment => segment.Key is not ("abandoned" or "cold" or "silent" or "often_left" or "left_again"
            or "regularly_left" or "stopped_leaving" or "again_left") && !LawSequences.OfTriggers.Contains(segment.Key)).ToDictionary(),
        ComputedTraits = LawCatalog.Document.ComputedTraits.Where(trait => trait.Key is not ("left" or "left_90" or "sessions_left_80")).ToDictionary(),
        Scores = LawCatalog.Document.Scores.Where(score => score.Key != "worry").ToDictionary(),
    });

    /// <summary>Without chains, since what they would have emitted in the past was never told.</summary>
    private static readonly ProfileMachine Triggered = A.Machine(A.Catalog() with
    {
        Version = 2,
        Signals = LawCatalog.Document.Signals,
        Measures = LawCatalog.Document.Measures,
        Triggers = new Dictionary<string, TriggerDocument>
        {
            ["view_abandoned"] = new("view", ["order"], TimeSpan.FromSeconds(40)),
            ["never_back"] = new("login", ["running"], TimeSpan.FromSeconds(25)),
            ["thanks"] = new("baskets", ["logins"], TimeSpan.FromSeconds(30)),
        },
    });

    private static readonly ProfileMachine TriggeredOtherwise = A.Machine(Triggered.Catalog.Document with
    {
        Version = 1,
        Triggers = new Dictionary<string, TriggerDocument> { ["view_abandoned"] = new("running", ["login"], TimeSpan.FromSeconds(30)), ["thanks"] = new("order", ["logins"], TimeSpan.FromSeconds(30)) },
    });

    [Fact]
    public void Answers_of_a_new_catalog_are_those_of_a_profile_that_always_had_it() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var (moved, always) = (new Player(Plain), new Player(Wide));
        var now = A.Start + TimeSpan.FromSeconds(310);
        moved.Call(now, [.. arrivals.Select(arrival => arrival.Signal)]);
        always.Call(now, [.. arrivals.Select(arrival => arrival.Signal)]);

        moved.Move(Wide).ShouldBeTrue();

        for (var later = 0; later < 400; later += 29)
        {
            moved.PassTo(now + TimeSpan.FromSeconds(later));
            always.PassTo(now + TimeSpan.FromSeconds(later));
            always.View().ShouldAgree(moved.View());
        }
    }, runs: 60);

    [Fact]
    public void Firings_after_a_new_catalog_are_those_of_a_profile_that_always_had_it() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var change = A.Start + TimeSpan.FromSeconds(100 + (arrivals[0].Value * 2));
        var (moved, always) = (new Player(arrivals[0].Late % 2 == 0 ? Plain : TriggeredOtherwise), new Player(Triggered));
        foreach (var arrival in arrivals)
        {
            if (arrival.ReceivedAt > change && moved.Machine != Triggered)
            {
                moved.PassTo(change);
                moved.Move(Triggered);
            }

            moved.Call(arrival.ReceivedAt, arrival.Signal);
            always.Call(arrival.ReceivedAt, arrival.Signal);
        }

        var end = Instant.Max(change, A.Start + TimeSpan.FromSeconds(400));
        moved.PassTo(end);
        always.PassTo(end);

        if (moved.Machine == Triggered)
        {
            // What fired for something before does not fire for it again.
            var before = moved.Firings.Where(firing => firing.At <= change).Select(firing => (firing.Trigger, firing.Armed)).ToHashSet();
            After(moved, change).ShouldBe(After(always, change).Where(firing => !before.Contains((firing.Trigger, firing.Armed))), ignoreOrder: true);
        }
    });

    private static (string Trigger, Instant Armed, Instant At)[] After(Player player, Instant change) =>
        [.. Likeness.Standing(player).Where(firing => firing.At > change)];
}
