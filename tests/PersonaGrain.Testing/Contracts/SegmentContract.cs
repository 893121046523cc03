using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Segment aggregates equal the fold over all profiles, whatever happened and however many took part.</summary>
public abstract class SegmentContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    [ContractFact]
    public async Task Segments_are_listed_by_priority_then_name()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "beta": { "priority": 1, "when": { "all": [] } },
              "alfa": { "priority": 1, "when": { "all": [] } },
              "zulu": { "priority": 7, "description": "everyone", "when": { "all": [] } }
            }
            """));

        var segments = await Grid.SegmentsAsync(Deadline);

        segments.Select(segment => (segment.Id, segment.Priority)).ShouldBe([("zulu", 7), ("alfa", 1), ("beta", 1)]);
        segments[0].Description.ShouldBe("everyone");
    }

    [ContractFact]
    public async Task Segment_that_the_catalog_lacks_is_unknown()
    {
        await StartAsync(Some.Catalog());

        (await Grid.SegmentAsync("absent", Deadline)).ShouldBeNull();
        (await Grid.MembersAsync("absent", null, 10, Deadline)).ShouldBeNull();
    }

    [ContractFact]
    public async Task Counts_flow_and_totals_tell_what_happened()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "2h" }""");
        await ObserveAsync(Some.Observation("ada"), Some.Observation("bob"), Some.Observation("cleo"));
        await AdvanceAsync(Hour);
        await ObserveAsync(Some.Observation("cleo", time: Host.Clock.Now));
        await AdvanceAsync(Hour);

        var segment = await SegmentAsync();

        (segment.Count, segment.Entered, segment.Exited).ShouldBe((1, 3, 2));
        segment.Flow.ShouldBe([new HourlyFlow(Some.Now, 3, 0), new HourlyFlow(Some.Now + 2 * Hour, 0, 2)]);
    }

    [ContractFact]
    public async Task Mean_score_is_that_of_the_members_when_they_entered()
    {
        await StartAsync(Some.Catalog(
            scores: """
                { "interest": { "weights": { "product_viewed": 1 },
                  "relevance": { "frequency": 1, "recency": 0, "correlation": 0, "saturation": 1 } } }
                """,
            segments: """
                { "chosen": { "score": "interest", "when": { "any": [
                    { "signal": "order_completed", "count": { "atLeast": 1 }, "within": "3d" },
                    { "signal": "cart_added", "count": { "atLeast": 1 }, "within": "9d" } ] } } }
                """));
        (await SegmentAsync()).MeanScore.ShouldBeNull();

        // One view now scores 50, three score 75.
        await ObserveAsync(Some.Observation("ada"), Some.Observation("ada", "cart_added"));
        await ObserveAsync(
            Some.Observation("bob"), Some.Observation("bob"), Some.Observation("bob"), Some.Observation("bob", "order_completed"));
        await SettleAsync();
        (await SegmentAsync()).MeanScore.ShouldNotBeNull().ShouldBe(62.5, 1e-6);

        await AdvanceAsync(4 * Day);
        (await SegmentAsync()).MeanScore.ShouldNotBeNull().ShouldBe(50, 1e-6);
    }

    [ContractFact]
    public async Task Counts_equal_members_and_events_after_many_callers_at_once()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "1h" } },
              "idle":   { "when": { "signal": "product_viewed", "lastSeen": { "olderThan": "20m" } } },
              "buyer":  { "when": { "signal": "order_completed", "sum": { "above": 50 }, "within": "3h" } }
            }
            """));
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 12).Select(caller => Task.Run(() => SendSomeAsync(caller + (100 * round)))));
            await AdvanceAsync(25 * Minute);
        }

        foreach (var segment in await Grid.SegmentsAsync(Deadline))
        {
            await ExpectThatItAddsUpAsync(segment);
        }
    }

    private async Task SendSomeAsync(int seed)
    {
        var random = new Random(seed);
        for (var call = 0; call < 10; call++)
        {
            await ObserveAsync([.. Enumerable.Range(0, 8).Select(_ => Some.Observation(
                $"visitor-{random.Next(60)}",
                random.Next(4) == 0 ? "order_completed" : "product_viewed",
                Host.Clock.Now - TimeSpan.FromSeconds(random.Next(3_000)),
                value: random.Next(40)))]);
        }
    }

    private async Task ExpectThatItAddsUpAsync(SegmentView segment)
    {
        var members = (await MembersAsync(segment.Id, pageSize: 7)).Select(member => member.Profile.Value).ToHashSet();
        var fold = new HashSet<string>();
        long entered = 0, exited = 0;
        foreach (var one in (await EventsAsync()).Where(one => one.Subject == segment.Id))
        {
            var entering = one.Kind == GridEventKind.Entered;
            (entering ? fold.Add(one.Profile.Value) : fold.Remove(one.Profile.Value)).ShouldBeTrue($"{Tell(one)} of {one.Profile}");
            _ = entering ? entered++ : exited++;
        }

        var profiles = new HashSet<string>();
        for (var index = 0; index < 60; index++)
        {
            if ((await SegmentsOfAsync($"visitor-{index}")).Contains(segment.Id))
            {
                profiles.Add($"visitor-{index}");
            }
        }

        members.ShouldBe(fold, ignoreOrder: true, segment.Id);
        members.ShouldBe(profiles, ignoreOrder: true, segment.Id);
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((members.Count, entered, exited), segment.Id);
        entered.ShouldBeGreaterThan(0);
    }
}
