using PersonaGrain.Grid;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Scoring;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Weights are learned from what people did before they had an outcome; they are applied, kept, and taken back.</summary>
public abstract class LearningContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Scores = """
        { "intent": { "outcome": "purchase", "horizon": "5m", "weights": { "cart_added": "learned", "product_viewed": "learned", "wishlist_added": 0.5 } } }
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    [ContractFact]
    public async Task Measure_that_decides_is_found_and_comes_into_scores_when_somebody_says_so()
    {
        await StartAsync(Some.Catalog(scores: Scores));
        await ObserveAsync([.. Enumerable.Range(0, 300).SelectMany(Visit)]);
        await AdvanceAsync(Interval);
        await ObserveAsync(At("eager", "product_viewed", 0), At("eager", "cart_added", 0), At("idle", "product_viewed", 0));

        var (eager, idle) = (await IntentAsync("eager"), await IntentAsync("idle"));
        eager.Terms[0].Association.ShouldNotBeNull().Table.PhiInterval.Low.ShouldBeGreaterThan(0.5);
        eager.Terms.Select(static term => term.Weight).ShouldBe([1, 1, 0.5]);
        eager.Learning.ShouldNotBeNull().Version.ShouldBe(0);
        eager.Learning.Notes.ShouldHaveSingleItem().ShouldContain("not applied yet");
        var (likely, unlikely) = (eager.Prediction.ShouldNotBeNull().Probability.ShouldNotBeNull(), idle.Prediction.ShouldNotBeNull().Probability.ShouldNotBeNull());
        likely.Low.ShouldBeGreaterThan(unlikely.High);
        (await ProfileAsync("eager")).Predictions["intent"].ShouldBe(eager.Prediction);
        (await Grid.ChangeWeightsAsync("intent", WeightsChange.RollBack, Deadline)).ShouldBeOfType<WeightsResult.Refused>();

        (await Grid.ChangeWeightsAsync("intent", WeightsChange.Promote, Deadline)).ShouldBeOfType<WeightsResult.Changed>().State.Applied.ShouldNotBeNull().Version.ShouldBe(1);
        await SettleAsync();
        var learned = await IntentAsync("eager");
        learned.Learning.ShouldNotBeNull().Version.ShouldBe(1);
        learned.Terms[0].Weight.ShouldBeGreaterThan(1);
        learned.Terms[2].Weight.ShouldBe(0.5);
        Weights(await IntentAsync("idle")).ShouldBe(Weights(learned));

        await RestartAsync();
        Weights(await IntentAsync("eager")).ShouldBe(Weights(learned));
        await CrashAsync();
        (await IntentAsync("eager")).Learning.ShouldNotBeNull().Version.ShouldBe(1);
        await AdvanceAsync(Interval);
        (await IntentAsync("eager")).Learning.ShouldNotBeNull().Version.ShouldBe(1);

        (await Grid.ChangeWeightsAsync("intent", WeightsChange.RollBack, Deadline)).ShouldBeOfType<WeightsResult.Changed>();
        await SettleAsync();
        (await IntentAsync("eager")).Terms.Select(static term => term.Weight).ShouldBe([1, 1, 0.5]);
    }

    /// <summary>Everybody views something, half have it in the cart, and nine of ten of these buy; of the others one in ten.</summary>
    private IEnumerable<Observation> Visit(int index)
    {
        var (hasCart, isOdd) = (index % 2 == 0, index % 20 < 2);
        yield return At($"visitor-{index}", "product_viewed", -1 - (index % 3));
        yield return At($"visitor-{index}", "product_viewed", -1);
        if (hasCart)
        {
            yield return At($"visitor-{index}", "cart_added", -1 - (index % 3));
        }

        if (hasCart != isOdd)
        {
            yield return At($"visitor-{index}", "order_completed", 0);
        }
    }

    private Observation At(string profile, string type, int minute) => Some.Observation(profile, type, Host.Clock.Now + (minute * Minute));

    private async Task<ScoreExplanation> IntentAsync(string profile) =>
        (await Grid.ExplainAsync(Some.Profile(profile), Deadline)).ShouldNotBeNull().Single();

    private static double[] Weights(ScoreExplanation score) => [.. score.Terms.Select(static term => term.Weight)];
}
