using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Population;

/// <summary>What all people together say, over HTTP, and decisions about weights.</summary>
public sealed class PopulationApiTests
{
    private const string Weights = "/v1/population/scores/intent/weights";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static CatalogDocument Catalog => Some.Catalog(scores: """
        {
          "intent": { "outcome": "purchase", "horizon": "1d", "weights": "learned" },
          "by_hand": { "outcome": "purchase", "horizon": "1d", "weights": { "cart_added": 1 } },
          "plain": { "weights": { "cart_added": 1 } }
        }
        """, segments: """{ "keen": { "when": { "score": "plain", "percentile": { "atLeast": 90, "among": "scored" } } } }""");

    [Fact]
    public async Task Population_is_told_as_empty_before_the_first_census()
    {
        await using var host = await GatewayHost.StartAsync(Catalog);

        var empty = (await host.GetAsync("/v1/population")).Json;
        var score = (await host.GetAsync("/v1/population/scores/intent")).Json;

        (empty.GetProperty("generation").GetInt64(), empty.GetProperty("people").GetInt64(), empty.GetProperty("at").ValueKind).ShouldBe((0, 0, JsonValueKind.Null));
        (score.GetProperty("associations").GetArrayLength(), score.GetProperty("learning").ValueKind).ShouldBe((0, JsonValueKind.Null));
        (await host.PostAsync(Weights, """{"action":"promote"}""")).ShouldBeProblem(409, "weights_refused");
    }

    [Fact]
    public async Task What_the_outcome_follows_is_told_and_weights_are_applied_taken_back_and_released()
    {
        await using var host = await GatewayHost.StartAsync(Catalog);
        await FillAsync(host);

        var population = (await host.GetAsync("/v1/population")).Json;
        population.GetProperty("generation").GetInt64().ShouldBeGreaterThan(0);
        population.GetProperty("people").GetInt64().ShouldBe(People);
        population.GetProperty("scores").EnumerateArray().Select(score => $"{score.GetProperty("score")} {score.GetProperty("weights")}").ShouldBe(
            ["intent learned", "by_hand catalog"], ignoreOrder: true);

        var known = (await host.GetAsync("/v1/population/scores/intent")).Json;
        var closest = known.GetProperty("associations")[0];
        closest.GetProperty("measure").GetString().ShouldBe("cart_added");
        closest.GetProperty("correlation").GetProperty("low").GetDouble().ShouldBeGreaterThan(0.5);
        known.GetProperty("learning").GetProperty("proposed").GetProperty("weights").GetProperty("cart_added").GetDouble().ShouldBeGreaterThan(0);

        var cut = (await host.GetAsync("/v1/population/scores/plain")).Json.GetProperty("cuts").EnumerateArray().ShouldHaveSingleItem();
        (cut.GetProperty("kind").GetString(), cut.GetProperty("among").GetString(), cut.GetProperty("at").GetDouble()).ShouldBe(("percentile", "scored", 90));
        (cut.GetProperty("people").GetInt64(), cut.GetProperty("threshold").GetDouble()).ShouldSatisfyAllConditions(
            static found => found.Item1.ShouldBeInRange(20, People - 1), static found => found.Item2.ShouldBeGreaterThan(0));

        var applied = (await host.PostAsync(Weights, """{"action":"promote"}""")).Json;
        applied.GetProperty("learning").GetProperty("applied").GetProperty("version").GetInt32().ShouldBe(1);
        (await host.PostAsync(Weights, """{"action":"promote"}""")).ShouldBeProblem(409, "weights_refused");
        var taken = (await host.PostAsync(Weights, """{"action":"rollback"}""")).Json.GetProperty("learning");
        (taken.GetProperty("applied").ValueKind, taken.GetProperty("held").GetProperty("version").GetInt32()).ShouldBe((JsonValueKind.Null, 1));
        (await host.PostAsync(Weights, """{"action":"release"}""")).Json.GetProperty("learning").GetProperty("held").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("intent", "{", 400, "invalid_json")]
    [InlineData("intent", "{}", 400, "invalid_weights_request")]
    [InlineData("intent", """{"action":"undo"}""", 400, "invalid_weights_request")]
    [InlineData("nothing", """{"action":"rollback"}""", 404, "unknown_score")]
    [InlineData("by_hand", """{"action":"rollback"}""", 409, "weights_refused")]
    public async Task Decision_that_can_not_be_taken_says_why(string score, string body, int status, string code)
    {
        await using var host = await GatewayHost.StartAsync(Catalog);

        (await host.PostAsync($"/v1/population/scores/{score}/weights", body)).ShouldBeProblem(status, code);
        (await host.GetAsync("/v1/population/scores/nothing")).ShouldBeProblem(404, "unknown_score");
    }

    private const int People = 1_200;

    /// <summary>Everybody viewed something ten days ago, every third filled a cart then; of those nearly all bought an hour later, of the others few.</summary>
    private static async Task FillAsync(GatewayHost host)
    {
        var then = host.Clock.Now - TimeSpan.FromDays(10);
        var observations = new List<Observation>();
        for (var person = 0; person < People; person++)
        {
            var hasCart = person % 3 == 0;
            observations.Add(Some.Observation($"person-{person}", "product_viewed", then, id: $"{person}-view"));
            if (hasCart)
            {
                observations.Add(Some.Observation($"person-{person}", "cart_added", then, id: $"{person}-cart"));
            }

            if (hasCart ? person % 10 != 0 : person % 20 == 1)
            {
                observations.Add(Some.Observation($"person-{person}", "order_completed", then + TimeSpan.FromHours(1), id: $"{person}-order"));
            }
        }

        foreach (var batch in observations.Chunk(500))
        {
            (await host.Grid.ObserveAsync(batch, CancellationToken.None)).ShouldBeOfType<ObserveResult.Observed>();
        }

        host.Clock.Advance(Interval);
        await host.Grid.SettleAsync(CancellationToken.None);
    }
}
