using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

public sealed class LandmarkTests
{
    private static readonly CatalogDocument Document = A.Catalog() with
    {
        Scores = new Dictionary<string, ScoreDocument>
        {
            ["intent"] = A.ScoreOf(("login", 1), ("order", 1), ("view", 1)) with { Outcome = "purchase", Horizon = TimeSpan.FromHours(1) },
        },
    };

    private static readonly ProfileMachine Machine = A.Machine(Document);
    private static readonly Instant Now = A.Start + TimeSpan.FromDays(1);

    [Fact]
    public void View_before_the_order_correlates()
    {
        var census = Census(("view order", 60), ("login", 60));

        Table(census, "view").ShouldBe(new TimedAssociation(60, 0, 0, 60));
    }

    [Fact]
    public void View_after_the_order_gives_no_correlation()
    {
        var census = Census(("login order view", 60), ("view order view", 60), ("login", 60), ("view", 60));

        // Only what was before the first order is looked at: there logins and views are followed by orders equally often.
        var table = Table(census, "view");
        table.ShouldBe(new TimedAssociation(60, 60, 60, 60));
        table.Phi.ShouldBe(0, 1e-12);
        Table(Census(("order view", 60), ("login", 60)), "view").Phi.ShouldBe(0);
    }

    [Fact]
    public void Signal_of_the_outcome_itself_gives_no_correlation() =>
        Table(Census(("view order", 60), ("login order order", 60), ("login", 60)), "order").Phi.ShouldBe(0);

    [Fact]
    public void Order_after_the_horizon_does_not_follow_and_a_horizon_that_is_not_over_is_not_asked()
    {
        var summary = new CensusSummary(Machine.Catalog);
        Learn(summary, Person("ann", 0), (0, "view"), (61, "order"));
        Learn(summary, Person("bob", 0), (0, "view"), (60, "order"));
        Learn(summary, Person("eve", 0), ((23 * 60) + 1, "view"), ((23 * 60) + 2, "order"));
        var census = summary.Section<LandmarkCensus>()!;

        Table(census, "view").ShouldBe(new TimedAssociation(1, 1, 0, 0));
        census.Examples("intent").Where(static one => one.At == A.Start).Select(static one => one.Occurred).ShouldBe([false, true], ignoreOrder: true);
        census.Since.ShouldBe(A.Start);
    }

    [Fact]
    public void Earlier_purchases_are_features_and_the_one_foretold_is_not()
    {
        // The n-th instant is looked at of one in n people.
        var examples = Enumerable.Range(0, 1_000).Select(static number =>
        {
            var summary = new CensusSummary(Machine.Catalog);
            Learn(summary, $"ann-{number}", (0, "view"), (30, "order"), (60, "order"));
            return summary.Section<LandmarkCensus>()!.Examples("intent");
        }).First(static found => found.Length == 3);

        // Logins, orders, views; wF·F + wR·R + wC of one occurrence just now: 0.5/4 + 0.3 + 0.2.
        examples.Select(static one => one.Occurred).ShouldBe([true, true, false]);
        examples.Select(static one => one.Relevances[1] > 0).ShouldBe([false, true, true]);
        examples[0].Relevances[2].ShouldBe(0.625f, 1e-6f);
    }

    [Fact]
    public void Landmarks_of_a_person_are_four_at_most_and_the_same_at_every_census()
    {
        var life = Enumerable.Range(0, 50).Select(static minute => (minute, "view")).ToArray();
        var (early, late) = (new CensusSummary(Machine.Catalog), new CensusSummary(Machine.Catalog));
        Learn(early, "ann", life);
        Learn(late, "ann", [.. life.SelectMany(static one => Enumerable.Repeat(one, 2))]);

        early.Section<LandmarkCensus>()!.Examples("intent").Length.ShouldBeInRange(1, 4);
        Instants(late).ShouldBe(Instants(early));

        static IEnumerable<Instant> Instants(CensusSummary summary) => summary.Section<LandmarkCensus>()!.Examples("intent").Select(static one => one.At);
    }

    [Fact]
    public void What_comes_later_never_changes_what_was_chosen()
    {
        long[] instants = [.. Enumerable.Range(1, 60).Select(static minute => minute * TimeSpan.TicksPerMinute)];
        for (ulong person = 1; person <= 200; person++)
        {
            var all = LandmarkChoice.Of(person, instants);
            for (var known = 1; known < instants.Length; known++)
            {
                LandmarkChoice.Of(person, instants.AsSpan(0, known)).ShouldBe([.. all.Where(at => at <= instants[known - 1])]);
            }
        }
    }

    /// <summary>A measure that has nothing to do with the outcome, of people who stop being watched once it came: the longer they are there, the more of it they have.</summary>
    [Fact]
    public void Measure_that_has_nothing_to_do_with_the_outcome_does_not_correlate()
    {
        var random = new Random(7);
        var summary = new CensusSummary(Machine.Catalog);
        for (var person = 0; person < 6_000; person++)
        {
            var life = new List<(int, string)>();
            for (var hour = 0; hour < 20; hour++)
            {
                life.Add((hour * 60, random.Next(10) == 0 ? "view" : "login"));
                if (random.Next(20) == 0)
                {
                    life.Add(((hour * 60) + 30, "order"));
                    break;
                }
            }

            Learn(summary, $"person-{person}", [.. life]);
        }

        var table = Table(summary.Section<LandmarkCensus>()!, "view");
        table.People.ShouldBeGreaterThan(2_000);
        table.Phi.ShouldBe(0, 0.05);
    }

    /// <summary>One whose first instant is the one by which measures are counted.</summary>
    private static string Person(string name, int index) => Enumerable.Range(0, int.MaxValue).Select(number => $"{name}-{number}")
        .Where(static id => LandmarkChoice.OrdinalOf(CensusSubject.NumberOf(ProfileId.Parse(id))) == 1).ElementAt(index);

    private static LandmarkCensus Census(params (string Life, int People)[] lives)
    {
        var summary = new CensusSummary(Machine.Catalog);
        foreach (var (life, people) in lives)
        {
            // A life begins at one instant, so that its first landmark is that of all who begin so.
            var signals = life.Split(' ').Select(static (type, index) => (index, type)).ToArray();
            for (var index = 0; index < people; index++)
            {
                Learn(summary, Person(life.Replace(' ', '_'), index), signals);
            }
        }

        return summary.Section<LandmarkCensus>()!;
    }

    private static void Learn(CensusSummary summary, string person, params (int Minute, string Type)[] life) =>
        summary.Learn(new CensusHistory(
            ProfileId.Parse(person), Machine, [.. life.Select((one, index) => A.Signal($"{index}", one.Type, A.Start + TimeSpan.FromMinutes(one.Minute)))], Now));

    private static TimedAssociation Table(LandmarkCensus census, string measure) =>
        census.Tables.Single(entry => entry.Key.Measure == Machine.Catalog.Model.Measures.Find(measure)!.Key).Value;
}
