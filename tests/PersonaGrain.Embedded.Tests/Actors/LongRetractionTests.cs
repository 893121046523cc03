using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Actors;

/// <summary>A late signal that takes a firing back, of an actor whose history is so long that it is read beside the partition.</summary>
public sealed class LongRetractionTests : OpenGrid
{
    private static readonly CatalogDocument Shop = Some.Catalog(
        segments: """{ "left": { "when": { "signal": "cart_abandoned", "lastSeen": { "within": "3h" } } } }""",
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""");

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public async Task Retraction_that_needs_history_gives_what_a_short_history_gives(int longHistory)
    {
        var options = Options with { LongHistory = longHistory };
        var grid = await OpenAsync(Shop, options);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 3_000).Select(_ => Some.Observation())]);
        for (var firing = 0; firing < 2; firing++)
        {
            await ObserveAsync(grid, Some.Observation(type: "cart_added", time: Clock.Now));
            Clock.Advance(TimeSpan.FromMinutes(40));
            await grid.SettleAsync(Deadline);
        }

        (await ProfileAsync(grid)).Memberships.Count.ShouldBe(1);
        var late = Some.Observation(type: "order_completed", time: Clock.Now - TimeSpan.FromMinutes(20));
        var outcomes = (await grid.ObserveAsync([late, .. Views(20)], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);

        var before = await ProfileAsync(grid);
        before.Signals.ShouldBe(3_000 + 2 + 1 + 1, "views, carts, the order and one firing");
        before.NextFlip.ShouldBe(Some.Now + TimeSpan.FromMinutes(30) + (3 * Hour), "the first firing is the last that was seen");
        (await EventsAsync(grid)).Select(each => $"{each.Kind} {each.Version}").ShouldBe(["Triggered 1", "Entered 1", "Triggered 2", "Retracted 2"]);
        await grid.AbandonAsync();

        var after = await ProfileAsync(await OpenAsync(options: options));
        (after.Signals, after.NextFlip).ShouldBe((before.Signals, before.NextFlip));
    }
}
