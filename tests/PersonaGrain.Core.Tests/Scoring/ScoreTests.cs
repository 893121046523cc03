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

        var view = score.Terms[0];
        var decayed = Math.Pow(2, -10.0 / 7) + Math.Pow(2, -3.0 / 7);
        view.Occurrences.ShouldBe(2);
        view.Frequency.ShouldBe(decayed / (decayed + 3), 1e-12);
        view.Recency.ShouldBe(0.5, 1e-12);
        view.Relevance.ShouldBe((0.5 * view.Frequency) + 0.15 + 0.1, 1e-12);
        view.Contribution.ShouldBe(100 * 2 * view.Relevance / 8, 1e-12);
        score.Terms[2].ShouldBe(new ScoreTerm("order", 0, null, 0, 0, 0, 0, 5, 0));
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
}
