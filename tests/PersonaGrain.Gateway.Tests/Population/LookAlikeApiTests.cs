using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Population;

/// <summary>People who are like the members of a segment, over HTTP: what is known of them, why each, and their list as CSV.</summary>
public sealed class LookAlikeApiTests
{
    [Fact]
    public async Task Look_alikes_are_told_explained_and_exported()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(
            scores: """{ "like_buyers": { "similarTo": "buyers" }, "near_buyers": { "similarTo": "buyers", "by": "centre" } }""",
            segments: """
                {
                  "buyers": { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } },
                  "alike": { "when": { "all": [ { "segment": "buyers", "is": false }, { "score": "like_buyers", "atLeast": 30 } ] } }
                }
                """));
        var before = (await host.GetAsync("/v1/population/scores/like_buyers")).Json.GetProperty("similarity");
        before.GetProperty("notes")[0].GetString().ShouldStartWith("nothing was learned of buyers yet");
        await FillAsync(host);

        var known = (await host.GetAsync("/v1/population/scores/like_buyers")).Json;
        known.GetProperty("weights").GetString().ShouldBe("learned");
        var similarity = known.GetProperty("similarity");
        (similarity.GetProperty("seed").GetString(), similarity.GetProperty("by").GetString()).ShouldBe(("buyers", "model"));
        (similarity.GetProperty("members").GetInt32(), similarity.GetProperty("others").GetInt32()).ShouldBe((60, 90));
        similarity.GetProperty("quality").GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.8);
        var wish = similarity.GetProperty("model").GetProperty("measures").EnumerateArray().Single(static one => one.GetProperty("measure").GetString() == "wishlist_added");
        wish.GetProperty("weight").GetDouble().ShouldBeGreaterThan(0);
        wish.GetProperty("members").GetDouble().ShouldBeGreaterThan(wish.GetProperty("others").GetDouble());
        (await host.PostAsync("/v1/population/scores/like_buyers/weights", """{"action":"promote"}""")).ShouldBeProblem(409, "weights_refused");

        var scores = (await host.GetAsync("/v1/profiles/other-0/scores?explain=true")).Json.GetProperty("scores").EnumerateArray().ToArray();
        scores[0].GetProperty("similarity").GetProperty("alike").GetString().ShouldStartWith("above all wishlist_added +");
        (scores[1].GetProperty("base").GetDouble(), scores[1].GetProperty("similarity").GetProperty("by").GetString()).ShouldBe((100, "centre"));

        var members = (await host.GetAsync("/v1/segments/alike/members?reasons=true")).Json.GetProperty("members").EnumerateArray().ToArray();
        members.Length.ShouldBe(9);
        members.ShouldAllBe(static one => one.GetProperty("reason").GetString()!.Contains("above all wishlist_added", StringComparison.Ordinal));
        var csv = (await host.GetAsync("/v1/segments/alike/members?reasons=true&format=csv")).Text;
        csv.ShouldContain("above all wishlist_added");
    }

    /// <summary>Buyers wish, and every tenth of the others.</summary>
    private static async Task FillAsync(GatewayHost host)
    {
        var observations = Enumerable.Range(0, 150).SelectMany(person =>
        {
            var (name, isBuyer) = (person < 60 ? $"buyer-{person}" : $"other-{person - 60}", person < 60);
            string[] types = ["product_viewed", .. isBuyer || (person - 60) % 10 == 0 ? ["wishlist_added", "wishlist_added"] : Array.Empty<string>(), .. isBuyer ? ["order_completed"] : Array.Empty<string>()];
            return types.Select(type => Some.Observation(name, type, host.Clock.Now));
        });
        (await host.Grid.ObserveAsync([.. observations], CancellationToken.None)).ShouldBeOfType<ObserveResult.Observed>();
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.Grid.SettleAsync(CancellationToken.None);
    }
}
