using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tests.Profiles;

public sealed class PredictionApiTests
{
    private const string Scores = """{ "intent": { "outcome": "purchase", "horizon": "5m", "weights": { "cart_added": "learned", "product_viewed": 1 } } }""";

    private static readonly Instant Earlier = Some.Now - TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Profile_and_its_scores_tell_the_probability_the_percentile_and_how_they_were_learned()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(scores: Scores));
        (await host.Grid.ObserveAsync([.. Enumerable.Range(0, 300).SelectMany(Visit)], CancellationToken.None)).ShouldBeOfType<ObserveResult.Observed>();
        var before = (await host.GetAsync("/v1/profiles/visitor-0/scores?explain=true")).Json.GetProperty("scores")[0];
        before.GetProperty("learning").GetProperty("generation").GetInt64().ShouldBe(0);
        before.TryGetProperty("prediction", out _).ShouldBeFalse();

        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        var prediction = (await host.GetAsync("/v1/profiles/visitor-0")).Json.GetProperty("predictions").GetProperty("intent");
        prediction.EnumerateObject().Select(static member => member.Name).ShouldBe(["probability", "low", "high", "horizon", "percentile", "percentileError"]);
        prediction.GetProperty("horizon").GetString().ShouldBe("5m");
        var explained = (await host.GetAsync("/v1/profiles/visitor-0/scores?explain=true")).Json.GetProperty("scores")[0];
        explained.GetProperty("prediction").GetRawText().ShouldBe(prediction.GetRawText());
        var term = explained.GetProperty("terms")[0];
        term.GetProperty("learned").GetBoolean().ShouldBeTrue();
        term.GetProperty("association").EnumerateObject().Select(static member => member.Name)
            .ShouldBe(["people", "low", "high", "lift", "liftLow", "liftHigh", "generation"]);
        term.GetProperty("association").GetProperty("low").GetDouble().ShouldBeInRange(0.5, term.GetProperty("correlation").GetDouble());
        var learning = explained.GetProperty("learning");
        learning.EnumerateObject().Select(static member => member.Name).ShouldBe(["outcome", "horizon", "generation", "at", "old", "weights", "version", "notes"]);
        learning.GetProperty("notes").GetArrayLength().ShouldBe(1);
    }

    /// <summary>Half have a cart and most of these buy a minute later.</summary>
    private static IEnumerable<Observation> Visit(int index)
    {
        yield return Some.Observation($"visitor-{index}", time: Earlier);
        if (index % 2 == 0)
        {
            yield return Some.Observation($"visitor-{index}", "cart_added", Earlier);
        }

        if (index % 2 == 0 != index % 20 < 2)
        {
            yield return Some.Observation($"visitor-{index}", "order_completed", Some.Now);
        }
    }
}
