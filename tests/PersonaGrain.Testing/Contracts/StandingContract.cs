using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Population.Cuts;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Where a score stands among those of people: cuts by percentile and rank that a census tells, exact in every engine.</summary>
public abstract class StandingContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    /// <summary>A score of v / (v + 1) percent for a value of v, which hardly decays, and one that decays by a half in each interval.</summary>
    private const string Scores = """
        {
          "affinity": { "weights": { "liked": 1 }, "relevance": { "frequency": 1, "recency": 0, "correlation": 0 } },
          "heat": { "weights": { "warmed": 1 }, "relevance": { "frequency": 1, "recency": 0, "correlation": 0 } }
        }
        """;

    private const string Measures = """
        {
          "liked": { "signal": "order_completed", "by": "value", "saturation": 1, "halfLife": "3650d" },
          "warmed": { "signal": "order_completed", "by": "value", "saturation": 1, "halfLife": "10m" }
        }
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    [ContractFact]
    public async Task Shares_hold_census_after_census_and_nobody_moves_while_they_are_near_to_what_is_asked()
    {
        await StartAsync(Some.Catalog(scores: Scores, measures: Measures, segments: """
            {
              "upper": { "when": { "score": "affinity", "percentile": { "atLeast": 90, "among": "scored" } } },
              "others": { "when": { "score": "affinity", "percentile": { "below": 90, "among": "scored" } } },
              "best": { "when": { "score": "affinity", "rank": { "atMost": 30 } } },
              "lively": { "when": { "score": "affinity", "percentile": { "atLeast": 50 } } }
            }
            """));
        await ScoreAsync("person", Enumerable.Range(0, 200).Select(static index => 10 + (index * 0.4)));
        await ObserveAsync([.. Enumerable.Range(0, 50).Select(index => Some.Observation($"idle-{index}", time: Host.Clock.Now))]);
        (await CountsAsync()).ShouldBe((0, 0, 0, 0), "nobody was counted yet");

        await AdvanceAsync(Interval);
        (await CountsAsync()).ShouldBe((20, 180, 30, 125));
        (await SegmentsOfAsync("person-180")).ShouldBe(["best", "lively", "upper"], ignoreOrder: true);
        (await SegmentsOfAsync("person-179")).ShouldBe(["best", "lively", "others"], ignoreOrder: true);
        (await SegmentsOfAsync("idle-1")).ShouldBeEmpty();

        // One more is within half a point: at once among the upper ones, and nobody makes room.
        await ScoreAsync("one-more", [95]);
        (await SegmentsOfAsync("one-more-0")).ShouldBe(["best", "lively", "upper"], ignoreOrder: true);
        var events = await EventsAsync();
        await AdvanceAsync(Interval);
        (await EventsAsync()).Count.ShouldBe(events.Count);
        (await CutsAsync()).Single(static cut => cut.Cut.At == 90).ShouldSatisfyAllConditions(
            static cut => cut.People.ShouldBe(201), static cut => cut.AtOrAbove.ShouldBe(21), static cut => cut.Error.ShouldBeLessThan(0.01));

        await ScoreAsync("many-more", Enumerable.Repeat(95.0, 20));
        (await CountsAsync()).Upper.ShouldBe(41);
        await AdvanceAsync(Interval);

        // Of 221 a tenth is 22: those of 95, and the next one.
        (await CountsAsync()).ShouldBe((22, 199, 30, 136));
        (await SegmentsOfAsync("person-199")).ShouldContain("upper");
        (await SegmentsOfAsync("person-198")).ShouldContain("others");
        (await SentenceAsync("person-199", "upper")).ShouldBe("affinity: 89.599964; the upper 10 % of those above 0 begin at 89.2 now (percentile at least 90, among scored)");
    }

    [ContractFact]
    public async Task Score_decays_through_a_cut_at_its_instant_and_a_restart_keeps_the_cut()
    {
        await StartAsync(Some.Catalog(scores: Scores, measures: Measures, segments: """
            {
              "hottest": { "when": { "score": "heat", "percentile": { "atLeast": 97.5, "among": "scored" } } },
              "few": { "when": { "score": "affinity", "rank": { "atMost": 3 } } }
            }
            """));
        var began = Host.Clock.Now;
        await ScoreAsync("person", [100 * 8 / 9.0, 100 * 5 / 6.0, .. Enumerable.Range(1, 38).Select(static index => index * 1.0)]);
        await AdvanceAsync(Interval);

        // Halved, eight and five are 80 and 71.4 %: the cut lies right above the second one.
        var threshold = (await CutsAsync()).Single(static cut => cut.Cut.Score == "heat").Threshold;
        threshold.ShouldBe(71.43);
        (await SegmentsOfAsync("person-0")).ShouldBe(["few", "hottest"], ignoreOrder: true);
        (await SegmentsOfAsync("person-1")).ShouldBe(["few"]);

        await RestartAsync();

        (await CutsAsync()).Single(static cut => cut.Cut.Score == "heat").Threshold.ShouldBe(threshold);
        var expected = began + TimeSpan.FromMinutes(10 * Math.Log2(8 / (threshold / (100 - threshold))));
        var flip = (await ProfileAsync("person-0")).NextFlip.ShouldNotBeNull();
        (flip - expected).Duration().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
        await AdvanceAsync(flip - Host.Clock.Now - Tick);
        (await SegmentsOfAsync("person-0")).ShouldContain("hottest");
        await AdvanceAsync(Tick);
        (await SegmentsOfAsync("person-0")).ShouldNotContain("hottest");
        (await EventsAsync())[^1].ShouldSatisfyAllConditions(one => one.Kind.ShouldBe(GridEventKind.Exited), one => one.At.ShouldBe(flip));
    }

    [ContractFact]
    public async Task Cut_is_counted_again_within_a_minute_where_a_census_gives_people_other_scores()
    {
        await StartAsync(Some.Catalog(
            scores: """{ "intent": { "outcome": "purchase", "horizon": "5m", "weights": { "seen": 1 }, "relevance": { "frequency": 0.5, "recency": 0, "correlation": 0.5 } } }""",
            measures: """{ "seen": { "signal": "product_viewed", "by": "value", "saturation": 1, "halfLife": "3650d" } }""",
            segments: """{ "upper": { "when": { "score": "intent", "percentile": { "atLeast": 50, "among": "scored" } } } }"""));

        // The horizon is over at the first census, and that is one of a minute after the start: what it learns does not hang on how fast it is taken.
        var began = Host.Clock.Now - (10 * Minute);
        await ObserveAsync([.. Enumerable.Range(0, 40).SelectMany(index => new[]
        {
            Some.Observation(Some.Counted("buyer", index), "order_completed", began, id: $"order-{index}"),
            Some.Observation(Some.Counted("buyer", index), "product_viewed", began - Minute, id: $"view-{index}", value: (10 + (2 * index)) / (90.0 - (2 * index))),
            Some.Observation(Some.Counted("other", index), "cart_added", began - Minute, id: $"cart-{index}"),
        })]);

        // The first census counts them by scores without a correlation, and tells one that lifts everybody above the cut.
        await AdvanceAsync(Minute);
        (await Grid.PopulationAsync(Deadline)).Generation.ShouldBe(1);

        await AdvanceAsync(Minute);
        (await Grid.PopulationAsync(Deadline)).Generation.ShouldBe(2);
        (await SegmentAsync("upper")).Count.ShouldBe(20);
        var events = await EventsAsync();
        await AdvanceAsync(2 * Interval);
        (await EventsAsync()).Count.ShouldBe(events.Count);
        (await SegmentAsync("upper")).Count.ShouldBe(20);
    }

    /// <summary>One person for each score, by a signal of now.</summary>
    private async Task ScoreAsync(string name, IEnumerable<double> scores) => await ObserveAsync([.. scores.Select((score, index) =>
        Some.Observation($"{name}-{index}", "order_completed", Host.Clock.Now, id: $"{name}-{index}", value: score / (100 - score)))]);

    private async Task<(long Upper, long Others, long Best, long Lively)> CountsAsync()
    {
        // Aggregates may follow the commits that change them.
        await SettleAsync();
        return ((await SegmentAsync("upper")).Count, (await SegmentAsync("others")).Count, (await SegmentAsync("best")).Count, (await SegmentAsync("lively")).Count);
    }

    private async Task<IReadOnlyList<PublishedCut>> CutsAsync() => (await Grid.PopulationAsync(Deadline)).Section<CutSection>().ShouldNotBeNull().Cuts;

    private async Task<string> SentenceAsync(string profile, string segment) =>
        (await Grid.ExplainAsync(Some.Profile(profile), segment, Deadline)).ShouldNotBeNull().Memberships.Single().Why.ToSentence();
}
