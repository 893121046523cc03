using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Actors;

/// <summary>One actor with hundreds of thousands of signals beside others: it learns beside its partition, and holds up nobody but itself.</summary>
public sealed class LongHistoryTests : OpenGrid
{
    private const int Signals = 300_000;

    private static CatalogDocument Measuring(int version) => Some.Catalog(
        version: version,
        measures: """{ "garden": { "signal": "product_viewed", "where": { "department": { "is": "garden" } } } }""",
        segments: """{ "gardener": { "when": { "measure": "garden", "count": { "atLeast": 1000 } } } }""");

    private async Task<EmbeddedGrid> FillAsync(EmbeddedGridOptions options)
    {
        var grid = await OpenAsync(Some.Catalog(), options);
        var garden = Some.Attributes(("department", "garden"));
        for (var sent = 0; sent < Signals; sent += 10_000)
        {
            await ObserveAsync(grid, [.. Enumerable.Range(sent, 10_000).Select(index =>
                Some.Observation("bot", id: $"bot-{index}", attributes: index % 3 == 0 ? garden : null))]);
        }

        await ObserveAsync(grid, Views(50));
        return grid;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Others_are_answered_while_it_learns_and_it_ends_up_right(bool coldStart)
    {
        var options = Options with { Partitions = 1 };
        var grid = await FillAsync(options);
        if (coldStart)
        {
            await grid.AbandonAsync();
            grid = await OpenAsync(options: options);
        }

        (await grid.ReplaceCatalogAsync(Measuring(2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        var bot = grid.ProfileAsync(Some.Profile("bot"), Deadline).AsTask();
        var withTheBot = grid.ObserveAsync([Some.Observation("bot"), Some.Observation("visitor-1")], Deadline).AsTask();
        var answered = 0;
        while (!bot.IsCompleted)
        {
            await ObserveAsync(grid, Views(50));
            answered += bot.IsCompleted ? 0 : 1;
        }

        answered.ShouldBeGreaterThan(0, "others were answered while the history was read");
        (await bot).ShouldNotBeNull().Memberships.Select(membership => membership.Segment).ShouldBe(["gardener"]);
        (await withTheBot).ShouldBeOfType<ObserveResult.Observed>().Outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
        (await ProfileAsync(grid, "bot")).Signals.ShouldBe(Signals + 1);
        await grid.SettleAsync(Deadline);
        (await EventsAsync(grid)).Single(each => each.Profile == Some.Profile("bot")).At.ShouldBe(Some.Now);
    }

    [Fact]
    public async Task Crash_while_it_learns_loses_nothing()
    {
        var grid = await FillAsync(Options);
        (await grid.ReplaceCatalogAsync(Measuring(2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        var bot = grid.ProfileAsync(Some.Profile("bot"), Deadline).AsTask();
        await ObserveAsync(grid, Views(50));
        await grid.AbandonAsync();
        await Task.WhenAny(bot);

        Clock.Advance(Day);
        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        (await ProfileAsync(again, "bot")).Memberships.Single().Since.ShouldBe(Some.Now, "the catalog came then");
        (await ProfileAsync(again, "visitor-3")).Signals.ShouldBe(2);
    }
}
