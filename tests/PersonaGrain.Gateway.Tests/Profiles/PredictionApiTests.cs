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

    [Fact]
    public async Task Population_tells_the_models_of_purchases_and_the_thresholds_that_traits_are_worked_out_by()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(
            traits: """{ "alive": { "alive": "order_completed", "model": "pareto-nbd" }, "value": { "expectedValue": "order_completed", "ahead": "90d" }, "rfm": { "rfmSegment": "order_completed" } }"""));
        (await host.GetAsync("/v1/population")).Json.GetProperty("purchases").GetArrayLength().ShouldBe(0);
        (await host.Grid.ObserveAsync(
            [.. Enumerable.Range(0, 20).SelectMany(person => Enumerable.Range(0, 1 + (person % 4)).Select(order =>
                Some.Observation($"buyer-{person}", "order_completed", Earlier - TimeSpan.FromDays((3 * order) + person), value: 10 + person)))],
            CancellationToken.None)).ShouldBeOfType<ObserveResult.Observed>();

        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        var purchases = (await host.GetAsync("/v1/population")).Json.GetProperty("purchases").EnumerateArray().ShouldHaveSingleItem();
        purchases.GetProperty("traits").EnumerateArray().Select(static trait => trait.GetString()).ShouldBe(["alive", "value", "rfm"], ignoreOrder: true);
        purchases.GetProperty("models").EnumerateArray().Select(static model => (
            model.GetProperty("model").GetString(), string.Join(' ', model.GetProperty("parameters").EnumerateObject().Select(static one => one.Name)), model.GetProperty("people").GetInt64()))
            .ShouldBe([("bgnbd", "r alpha a b", 20L), ("pareto-nbd", "r alpha s beta", 20L)]);
        purchases.GetProperty("spend").GetProperty("people").GetInt64().ShouldBe(15);
        purchases.GetProperty("rfm").GetProperty("recency").GetArrayLength().ShouldBe(4);
        purchases.GetProperty("faults").GetArrayLength().ShouldBe(0);
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
