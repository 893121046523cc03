using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Reference;

namespace PersonaGrain.Grid.Tests;

public sealed class ForeseenCountsTests
{
    [Fact]
    public async Task Who_changes_between_what_is_recorded_and_what_is_foreseen_counts_once()
    {
        var clock = new ManualTimeProvider();
        var grid = new ReferenceGrid(new ReferenceStore(), Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }"""), clock, 1_000);
        await grid.ObserveAsync([Some.Observation("ann"), Some.Observation("bob", time: Some.Now - TimeSpan.FromMinutes(30))], CancellationToken.None);
        var (at, people) = (Some.Now + TimeSpan.FromHours(2), new[] { Some.Profile("ann"), Some.Profile("bob") });

        var counts = await ForeseenCounts.ReadAsync(grid, null, people, CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(45));
        foreach (ProfileId person in people)
        {
            counts.Add(await grid.Times.ForeseeAsync(person, grid.Times.AccountsAhead(at), at, CancellationToken.None));
        }

        var view = counts.Views().Single();
        (view.Count, view.Entered, view.Exited).ShouldBe((0, 2, 2));
    }
}
