using System.Runtime.Intrinsics;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Scoring;

public sealed class ScoreTests
{
    [Fact]
    public void Explain_terms_and_context_add_up_to_the_score()
    {
        var catalog = A.Catalog() with
        {
            Scores = new Dictionary<string, ScoreDocument>
            {
                ["intent"] = new(
                    null,
                    new RelevanceDocument(0.5, 0.3, 0.2, 3, TimeSpan.FromDays(3)),
                    new Dictionary<string, double> { ["view"] = 2, ["login"] = -1, ["order"] = 5 },
                    [new ContextDocument(A.Count("login", A.AtLeast(9)), 50), new ContextDocument(A.Count("view", A.AtLeast(1)), 2.5)],
                    new Dictionary<string, double> { ["view"] = 0.5 }),
            },
        };
        var player = new Player(catalog);
        player.Observe("view");
        player.Observe("login");
        player.Pass(TimeSpan.FromDays(7));
        player.Observe("view");
        player.Pass(TimeSpan.FromDays(3));

        var score = player.Machine.Explain(player.State, player.Now)[0];

        var view = score.Terms.Single(term => term.Measure == "view");
        var decayed = Math.Pow(2, -10.0 / 7) + Math.Pow(2, -3.0 / 7);
        view.Occurrences.ShouldBe(2);
        view.Frequency.ShouldBe(decayed / (decayed + 3), 1e-12);
        view.Recency.ShouldBe(0.5, 1e-12);
        (view.By, view.Decayed, view.Saturation, view.FrequencyText).ShouldBe((null, view.Decayed, 3, "decayed count 1.11, half of its effect at 3"));
        view.Decayed.ShouldBe(decayed, 1e-12);
        view.Relevance.ShouldBe((0.5 * view.Frequency) + 0.15 + 0.1, 1e-12);
        view.Contribution.ShouldBe(100 * 2 * view.Relevance / 8, 1e-12);
        score.Terms.Single(term => term.Measure == "order").ShouldBe(new ScoreTerm("order", 0, null, 0, 0, 0, 0, 5, 0) { Saturation = 3 });
        score.Context.ShouldBe([new ContextTerm(1, 2.5)]);
        score.Unclamped.ShouldBe(score.Terms.Sum(term => term.Contribution) + 2.5, 1e-12);
        score.Value.ShouldBe(score.Unclamped, 1e-9);
        player.View().Scores["intent"].ShouldBe(score.Value);
        player.Machine.Score(player.State, 0, player.Now).ShouldBe(score.Value);
    }

    [Fact]
    public void Exp2_is_as_exact_as_the_library()
    {
        for (var x = 0.0; x > -1_100; x -= 0.37)
        {
            Decay.Exp2(x).ShouldBe(Math.Pow(2, x), (Math.Pow(2, x) * 2e-15) + 1e-300);
        }
    }

    [Fact]
    public void Exp2_of_a_whole_number_is_exact()
    {
        for (var x = 0; x > -1_000; x--)
        {
            Decay.Exp2(x).ShouldBe(Math.ScaleB(1, x));
        }
    }

    [Fact]
    public void Factor_of_a_lane_is_the_same_bits_as_alone()
    {
        var rate = Decay.Rate(TimeSpan.FromDays(3));
        long[] ages = [-1, 0, 1, TimeSpan.TicksPerHour, TimeSpan.FromDays(10).Ticks, TimeSpan.FromDays(2_999).Ticks, TimeSpan.FromDays(3_001).Ticks, A.Start.Ticks];
        foreach (var age in ages)
        {
            var lanes = Decay.Factor(Vector256.Create(rate), Vector256.Create(0.0, age, 0, age));

            lanes.ShouldBe(Vector256.Create(1, Decay.Factor(rate, age), 1, Decay.Factor(rate, age)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    public void Score_of_any_number_of_terms_is_the_sum_of_its_explanation(int terms)
    {
        var weights = Enumerable.Range(0, terms).Select(index => ($"type_{index}", index % 3 == 1 ? -0.5 : 1.5 + index)).ToArray();
        var player = new Player(A.Catalog() with
        {
            Signals = Enumerable.Range(0, terms).ToDictionary(index => $"type_{index}", _ => A.Type()),
            Scores = new Dictionary<string, ScoreDocument>
            {
                ["intent"] = A.ScoreOf(weights) with { Correlations = weights.ToDictionary(weight => weight.Item1, weight => weight.Item2 / 20) },
            },
        });

        // Every fourth type never occurs, the others at different times.
        for (var signal = 0; signal < 3 * terms; signal++)
        {
            if (signal % terms % 4 != 3)
            {
                player.Observe($"type_{signal % terms}");
                player.Pass(TimeSpan.FromHours(7));
            }
        }

        var explanation = player.Machine.Explain(player.State, player.Now)[0];
        explanation.Unclamped.ShouldBe(explanation.Terms.Sum(term => term.Contribution), 1e-12);
        explanation.Value.ShouldBe(Math.Clamp(explanation.Unclamped, 0, 100), 1e-12);
        explanation.Value.ShouldBeGreaterThan(0);
    }
}
