using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Actors;

/// <summary>A late signal that takes a firing back, of an actor whose history is so long that it is read beside the partition.</summary>
public sealed class LongRetractionTests : OpenGrid
{
    private static readonly CatalogDocument Shop = Some.Catalog(
        traits: """{ "left": { "count": "cart_abandoned", "indexed": true } }""",
        segments: """{ "left": { "when": { "signal": "cart_abandoned", "lastSeen": { "within": "300d" } } } }""",
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""");

    private const int Firings = 13;

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public async Task Retraction_that_needs_history_gives_what_a_short_history_gives(int longHistory)
    {
        var options = Options with { LongHistory = longHistory };
        var grid = await OpenAsync(Shop, options);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 3_000).Select(_ => Some.Observation())]);
        var last = Clock.Now;
        for (var firing = 0; firing < Firings; firing++)
        {
            // The tally remembers the newest times, and of what comes long after those only that they are hardly anything by now.
            Clock.Advance(firing == Firings - 1 ? 200 * Day : TimeSpan.Zero);
            last = firing == Firings - 2 ? Clock.Now : last;
            await ObserveAsync(grid, Some.Observation(type: "cart_added", time: Clock.Now));
            Clock.Advance(TimeSpan.FromMinutes(40));
            await grid.SettleAsync(Deadline);
        }

        (await ProfileAsync(grid)).Memberships.Count.ShouldBe(1);
        (await LeftAsync(grid)).ShouldBe(Firings);
        var late = Some.Observation(type: "order_completed", time: Clock.Now - TimeSpan.FromMinutes(20));
        var outcomes = (await grid.ObserveAsync([late, .. Views(20)], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);

        var before = await ProfileAsync(grid);
        before.Signals.ShouldBe(3_000 + Firings + 1 + (Firings - 1), "views, carts, the order and the firings that stand");
        before.NextFlip.ShouldBe(last + TimeSpan.FromMinutes(30) + (300 * Day), "the firing before is the last that was seen");
        (await EventsAsync(grid)).Select(each => $"{each.Kind} {each.Version}")
            .ShouldBe(["Triggered 1", "Entered 1", .. Enumerable.Range(2, Firings - 1).Select(version => $"Triggered {version}"), $"Retracted {Firings}"]);
        (await LeftAsync(grid)).ShouldBe(Firings - 1);
        await grid.AbandonAsync();

        grid = await OpenAsync(options: options);
        (await LeftAsync(grid)).ShouldBe(Firings - 1);
        var after = await ProfileAsync(grid);
        (after.Signals, after.NextFlip).ShouldBe((before.Signals, before.NextFlip));
    }

    /// <summary>How many carts were left, as the index has it.</summary>
    private async Task<double> LeftAsync(EmbeddedGrid grid) =>
        (await grid.SearchAsync(new ProfileSearch { SortBy = "left" }, Deadline)).ShouldBeOfType<ProfilePage>().Profiles[0].Value.Number;
}
