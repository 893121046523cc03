using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Testing.Reference;

namespace PersonaGrain.Testing.Contracts;

/// <summary>
/// Random lives (signals late and repeated, time that passes, stops, crashes, catalogs) lead to the same answers and the same
/// events as on the reference grid, which keeps everything in plain lists and never stops.
/// </summary>
public abstract class RandomLifeContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const int Profiles = 8;

    /// <summary>How many steps a life has; fewer where each costs much and what is particular shows within the first.</summary>
    protected virtual int Steps => 60;

    private static readonly string[] Segments =
    [
        """ "viewer": { "priority": 3, "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "2d" } } """,
        """ "viewer": { "priority": 3, "when": { "signal": "product_viewed", "count": { "between": [2, 4] }, "within": "5d" } } """,
        """ "runner": { "when": { "signal": "product_viewed", "where": { "department": { "is": "running" } }, "count": { "atLeast": 2 }, "within": "3d" } } """,
        """ "buyer": { "priority": 5, "score": "interest", "when": { "signal": "order_completed", "sum": { "atLeast": 30 }, "within": "4d" } } """,
        """ "regular": { "when": { "signal": "order_completed", "distinct": "department", "count": { "atLeast": 2 }, "within": "3d" } } """,
        """ "keen": { "score": "interest", "when": { "score": "interest", "atLeast": 12 } } """,
        """ "lapsed": { "when": { "signal": "order_completed", "lastSeen": { "olderThan": "36h" } } } """,
        """
        "quiet": { "when": { "not": { "any": [
            { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1d" },
            { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "1d" } ] } } }
        """,
        """ "grown_up": { "when": { "all": [ { "trait": "age", "atLeast": 18 }, { "signal": "logged_in", "firstSeen": { "within": "6d" } } ] } } """,
    ];

    [ContractTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Life_equals_that_of_the_reference_grid(int seed)
    {
        var random = new Random(seed);
        var clock = new ManualTimeProvider();
        var catalog = NextCatalog(random, version: 1);
        var reference = new ReferenceGrid(new ReferenceStore(), catalog, clock, capacity: int.MaxValue);
        await StartAsync(catalog, new GridHostOptions { ForgetIdleProfiles = seed % 2 == 0 });

        for (var step = 0; step < Steps; step++)
        {
            await StepAsync(random, step, reference, clock);
            if (step % 10 == 9)
            {
                await SettleAsync();
                await reference.SettleAsync(Deadline);
                var (given, expected) = (await DescribeAsync(Grid), await DescribeAsync(reference));
                var differences = given.Except(expected).Select(line => "- " + line).Concat(expected.Except(given).Select(line => "+ " + line));
                differences.ShouldBeEmpty($"seed {seed}, step {step}: - is the engine's, + the reference grid's");
                await ExpectOrderAsync();
            }
        }
    }

    private async Task StepAsync(Random random, int step, ReferenceGrid reference, ManualTimeProvider clock)
    {
        var downtime = TimeSpan.FromSeconds(random.Next(200_000));
        switch (random.Next(12))
        {
            case 0:
                clock.Advance(downtime);
                await CrashAsync(downtime);
                break;
            case 1:
                clock.Advance(downtime);
                await RestartAsync(downtime);
                break;
            case 2 or 3 or 4:
                clock.Advance(downtime);
                await AdvanceAsync(downtime);
                break;
            case 5:
                var catalog = NextCatalog(random, version: step + 2);
                await SettleAsync();
                (await reference.ReplaceCatalogAsync(catalog, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
                (await Grid.ReplaceCatalogAsync(catalog, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
                await SettleAsync();
                break;
            default:
                var observations = Enumerable.Range(0, random.Next(1, 12)).Select(_ => NextObservation(random, clock)).ToArray();
                var expected = await reference.ObserveAsync(observations, Deadline);
                var outcomes = await ObserveAsync(observations);
                outcomes.ShouldBe(expected.ShouldBeOfType<ObserveResult.Observed>().Outcomes);

                // Signals that come at the same instant may be folded before what they make due happens, or after: let it happen.
                await reference.SettleAsync(Deadline);
                await SettleAsync();
                break;
        }
    }

    /// <summary>Some of the segments, in a catalog that may also change what a measure or score means.</summary>
    private static CatalogDocument NextCatalog(Random random, int version)
    {
        var chosen = Segments.Skip(random.Next(2)).Where(_ => random.Next(4) > 0).GroupBy(segment => segment.Split('"')[1]).Select(group => group.Last());
        return Some.Catalog(
            segments: $"{{ {string.Join(", ", chosen)} }}",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "2h" } }""",
            scores: $$"""{ "interest": { "weights": { "product_viewed": 1, "order_completed": {{random.Next(1, 4)}}, "wishlist_added": -1 } } }""",
            version: version);
    }

    private static Observation NextObservation(Random random, ManualTimeProvider clock)
    {
        string[] types = ["product_viewed", "product_viewed", "order_completed", "cart_added", "logged_in", "wishlist_added", "never_declared"];
        var time = random.Next(3) == 0 ? clock.Now - TimeSpan.FromSeconds(random.Next(400_000)) : clock.Now;
        TraitChange[] traits = random.Next(4) == 0
            ? [new TraitChange("age", (TraitOperation)random.Next(1, 5), Some.Value(random.Next(10, 40)))]
            : [];
        return Some.Observation(
            $"visitor-{random.Next(Profiles)}", types[random.Next(types.Length)], time, $"id-{random.Next(400)}", random.Next(1, 20),
            Some.Attributes(("department", random.Next(2) == 0 ? "running" : "garden")), traits);
    }

    private async Task<List<string>> DescribeAsync(IProfileGrid grid)
    {
        var text = new List<string>();
        for (var index = 0; index < Profiles; index++)
        {
            if (await grid.ProfileAsync(Some.Profile($"visitor-{index}"), Deadline) is { } view)
            {
                text.Add($"{view.Id} {view.Signals} {view.FirstSeen} {view.LastSeen} {view.Segment} {view.Scores["interest"]:F7} "
                    + $"{string.Join(' ', view.Memberships)} {string.Join(' ', view.Traits.OrderBy(trait => trait.Key))} flips {view.NextFlip}");
            }
        }

        foreach (var segment in await grid.SegmentsAsync(Deadline))
        {
            text.Add($"{segment.Id} {segment.Count} {segment.Entered} {segment.Exited} {segment.MeanScore:F6} {string.Join(' ', segment.Flow)}");
        }

        // Flips of several segments at one instant have no order among themselves.
        text.AddRange((await grid.EventsAsync(0, 10_000, Deadline)).Events.Select(one => $"{one.Profile} {Tell(one)} {one.At}"));
        return text;
    }

    /// <summary>The changes of one profile in one segment come in order, each once; so do firings, save that of one commit the earlier deadline comes first.</summary>
    private async Task ExpectOrderAsync()
    {
        foreach (var story in (await EventsAsync()).Where(one => one.Kind != GridEventKind.Retracted).GroupBy(one => (one.Profile, one.Subject)))
        {
            var versions = story.Select(one => one.Version);
            var isOfTrigger = story.First().Kind == GridEventKind.Triggered;
            versions.ShouldBe(Enumerable.Range(1, story.Count()), ignoreOrder: isOfTrigger, story.Key.ToString());
        }
    }
}
