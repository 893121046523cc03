using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>What a late signal takes back leaves the profile as if it had never been, however much was fired and taken back before.</summary>
public sealed class RetractionLaws
{
    private static readonly ProfileMachine Machine = A.Machine(Catalog());

    /// <summary>Triggers that fire much more often than a tally keeps times to spare.</summary>
    [Fact]
    public void Profile_with_retractions_equals_one_whose_triggers_never_fired_for_nothing() => Law.Holds(Arrival.Many(90), arrivals =>
    {
        var (late, inOrder) = (new Player(Machine), new Player(Machine));
        foreach (var arrival in arrivals)
        {
            late.Call(arrival.ReceivedAt, arrival.Signal);
        }

        foreach (var signal in arrivals.Select(arrival => arrival.Signal).OrderBy(signal => signal.Time))
        {
            inOrder.Call(signal.Time, signal);
        }

        inOrder.Retractions.ShouldBeEmpty();
        for (var later = 301; later < 500; later += 66)
        {
            late.PassTo(A.Start + TimeSpan.FromSeconds(later));
            inOrder.PassTo(A.Start + TimeSpan.FromSeconds(later));
            late.ShouldBeLike(inOrder);
        }

        late.Machine.ReadSnapshot(late.Snapshot()).ShouldGoOnLike(late.Replayed(), Machine, late.Now);
    });

    private static CatalogDocument Catalog()
    {
        var second = TimeSpan.FromSeconds(1);
        return A.Catalog(
            ("often_left", A.Count("left", A.AtLeast(3), 60 * second)),
            ("twice_lost", A.Count("lost", A.AtLeast(2), 90 * second)),
            ("left_much", A.Count("left", A.AtLeast(15))),
            ("first_left", A.FirstSeen("left", olderThan: 100 * second)),
            ("valued", A.Sum("left", A.AtLeast(0), 50 * second)),
            ("warm", A.Score("regret", A.AtLeast(20)))) with
        {
            Measures = new Dictionary<string, MeasureDocument> { ["slow_left"] = new("left", [], 40 * second) },
            Scores = new Dictionary<string, ScoreDocument> { ["regret"] = A.ScoreOf(("left", 1), ("slow_left", 2), ("lost", -1)) },
            Triggers = new Dictionary<string, TriggerDocument>
            {
                ["left"] = new("view", ["order"], 2 * second),
                ["lost"] = new("left", ["login", "view"], 4 * second),
                ["back"] = new("login", ["lost"], 9 * second),
            },
        };
    }
}
