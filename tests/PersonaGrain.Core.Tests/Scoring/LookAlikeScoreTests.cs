using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Scoring;

public sealed class LookAlikeScoreTests
{
    /// <summary>Of one occurrence: F is 1/4, R is 1, presence 1.</summary>
    private const double Once = 0.625;

    [Fact]
    public void Model_weighs_relevances_and_says_by_which_most()
    {
        var (machine, state) = Live(Catalog.Compile(Alike.Document()), Alike.Model(3, -1), "login", "view");

        var score = machine.Explain(state, A.Start).ShouldHaveSingleItem();

        score.Value.ShouldBe(100 * ((3 * Once) - Once) / 4, 1e-9);
        score.Terms.Select(static term => (term.Measure, term.Weight, term.IsLearned, term.IsPinned)).ShouldBe([("login", 3, true, false), ("view", -1, true, false)]);
        score.Terms[0].Means.ShouldBe((3, 3));
        score.AlikeText.ShouldBe("above all login +46.9, view -15.6");
        (score.Base, score.Similarity!.Seed).ShouldBe((0, "buyers"));
    }

    [Fact]
    public void Value_of_a_trait_counts_while_the_person_has_it_and_what_time_takes_away_flips_at_its_instant()
    {
        var catalog = Catalog.Compile(Some.Catalog(
            scores: """{ "like_buyers": { "similarTo": "buyers", "relevance": { "frequency": 0, "recency": 0, "correlation": 1 } } }""",
            segments: """
                { "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } },
                  "near": { "when": { "score": "like_buyers", "atLeast": 40 } } }
                """,
            traits: """{ "city": { "type": "string" }, "lately": { "count": "logged_in", "within": "7d" } }"""));
        LookAlikeModel model = Alike.Model([.. catalog.MeasuresOf("like_buyers").Select(static measure => measure.Name == "logged_in" ? 1.0 : 0)]) with
        {
            Traits =
            [
                new TraitFeature(new TraitValue("city", AttributeValue.Of("Oslo")), -1, 0.2, 0.6),
                new TraitFeature(new TraitValue("lately", AttributeValue.Of(1.0)), 2, 0.7, 0.1),
            ],
        };
        var player = new Player(new ProfileMachine(catalog, Alike.Population(catalog, model)));
        player.Observe("logged_in");

        player.Segments.ShouldBe(["near"]);
        var score = player.Machine.Explain(player.State, player.Now).ShouldHaveSingleItem();
        score.Value.ShouldBe(75, 1e-9);
        score.AlikeText.ShouldBe("above all lately 1 +50, logged_in +25");
        score.Traits.Select(static trait => (trait.Feature.Value.ToString(), trait.Holds, trait.Contribution)).ShouldBe([("city Oslo", false, 0), ("lately 1", true, 50)]);
        player.View().NextFlip.ShouldBe(player.Now + TimeSpan.FromDays(7));

        player.Observe("product_viewed", traits: Some.Trait("city", "Oslo"));
        player.Machine.Explain(player.State, player.Now).Single().Value.ShouldBe(50, 1e-9);
        player.Pass(TimeSpan.FromDays(7));
        player.Segments.ShouldBeEmpty();
    }

    [Fact]
    public void Score_is_zero_before_anything_was_learned_and_where_another_segment_was_meant()
    {
        var catalog = Catalog.Compile(Alike.Document());
        var other = Catalog.Compile(Alike.Document() with
        {
            Segments = new Dictionary<string, SegmentDocument>(Alike.Document().Segments) { ["buyers"] = new(A.Count("order", A.AtLeast(2))) },
        });

        Value(null).ShouldBe(0);
        Value(Alike.State(other, Alike.Model(1, 1))).ShouldBe(0);
        Value(Alike.State(catalog, Alike.Model(1, 1))).ShouldBe(100 * Once / 2, 1e-9);

        double Value(LookAlikeState? known)
        {
            var machine = new ProfileMachine(catalog, new PopulationModel(1, A.Start, 9, known is null ? [] : [new LookAlikeSection([known])]));
            var state = machine.Create(A.Start);
            machine.Observe(state, A.Signal("1", "view", A.Start), A.Start, new TurnEffects());
            return machine.Score(state, 0, A.Start);
        }
    }

    [Fact]
    public void Centre_is_half_as_near_as_the_median_member_and_terms_take_away_from_a_hundred()
    {
        var (machine, state) = Live(Catalog.Compile(Alike.Document(SimilarityMethod.Centre)), Alike.Centre([Once, 0.3], [0.2, 0.15], 4), "login");

        var score = machine.Explain(state, A.Start).ShouldHaveSingleItem();

        // View: 0.3 away in deviations of 0.15, squared 4, which is the median.
        score.Value.ShouldBe(50, 1e-6);
        (score.Base, score.AlikeText).ShouldBe((100, "as members are in login; apart in view -50"));
        score.Terms.Select(static term => (term.Measure, Math.Round(term.Contribution, 6))).ShouldBe([("login", 0), ("view", -50)]);
    }

    /// <summary>Flips of the distance are where a check of every second finds them, as relevances fall towards the centre and away from it.</summary>
    [Fact]
    public void Centre_flips_where_a_brute_force_finds_it()
    {
        var random = new Random(11);
        for (var round = 0; round < 60; round++)
        {
            var document = Alike.Document(SimilarityMethod.Centre) with { Segments = Segments(random) };
            var relevance = RelevanceDocument.Default with { RecencyHalfLife = TimeSpan.FromSeconds(random.Next(20, 400)), Correlation = 0.2 * random.Next(2) };
            var fast = new MeasureDocument("view", [], TimeSpan.FromSeconds(random.Next(20, 300)));
            var catalog = Catalog.Compile(document with
            {
                Measures = new Dictionary<string, MeasureDocument> { ["fast"] = fast },
                Scores = new Dictionary<string, ScoreDocument>
                {
                    ["like_buyers"] = document.Scores["like_buyers"] with { Relevance = relevance, Context = [new ContextDocument(A.LastSeen("login", within: TimeSpan.FromSeconds(100)), 7)] },
                },
            });
            var centre = Alike.Centre([random.NextDouble(), random.NextDouble(), random.NextDouble()], [0.05 + (random.NextDouble() / 4), 0.1, 0.2], 1 + (4 * random.NextDouble()));
            string[] types = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(2) == 0 ? "login" : "view")];
            var (machine, state) = Live(catalog, centre, types);

            var flips = new List<long>();
            for (var next = machine.NextFlip(state, A.Start); next <= A.Start + TimeSpan.FromSeconds(2_000); next = machine.NextFlip(state, next))
            {
                machine.Advance(state, next, new TurnEffects());
                flips.Add((next.Ticks - A.Start.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
            }

            var (fresh, found) = (Live(catalog, centre, types), new List<long>());
            var was = Memberships(fresh.State);
            for (var second = 1; second <= 2_000; second++)
            {
                var now = A.Start + TimeSpan.FromSeconds(second);
                fresh.Machine.Reevaluate(fresh.State, now, Grid.Cause.Clock, new TurnEffects());
                if (Memberships(fresh.State) is var are && are != was)
                {
                    found.Add(second);
                    was = are;
                }
            }

            flips.Distinct().ShouldBe(found, $"round {round}");
        }

        static Dictionary<string, SegmentDocument> Segments(Random random) => new()
        {
            ["buyers"] = Alike.Buyers,
            ["near"] = new(A.Score("like_buyers", A.AtLeast(random.Next(5, 95)))),
            ["between"] = new(A.Score("like_buyers", A.Test(ValueOperator.Between, 20, 20 + random.Next(60)))),
        };

        static string Memberships(ProfileState state) => string.Concat(state.Segments.Select(static one => one.Member ? '1' : '0'));
    }

    private static (ProfileMachine Machine, ProfileState State) Live(Catalog catalog, LookAlikeModel model, params string[] types)
    {
        var machine = new ProfileMachine(catalog, Alike.Population(catalog, model));
        var state = machine.Create(A.Start);
        for (var index = 0; index < types.Length; index++)
        {
            machine.Observe(state, A.Signal($"{index}", types[index], A.Start), A.Start, new TurnEffects());
        }

        return (machine, state);
    }
}
