using PersonaGrain.Testing;
using PersonaGrain.Testing.Reference;

namespace PersonaGrain.Grid.Tests;

public sealed class SegmentFutureTests
{
    [Fact]
    public async Task Page_that_looked_at_as_many_as_it_may_ends_and_the_next_goes_on()
    {
        var clock = new ManualTimeProvider();
        var grid = new ReferenceGrid(new ReferenceStore(), Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }"""), clock, 1_000);
        await grid.ObserveAsync([.. Enumerable.Range(0, SegmentFuture.MostOfAPage).Select(static index => Some.Observation($"early-{index}", time: Some.Now - TimeSpan.FromMinutes(30)))], CancellationToken.None);
        await grid.ObserveAsync([Some.Observation("late")], CancellationToken.None);
        var future = await SegmentFuture.ReadAsync(grid, Some.Now + TimeSpan.FromMinutes(45), "chosen", CancellationToken.None);

        var first = await future.MembersAsync("chosen", null, 10, CancellationToken.None);
        first.Members.ShouldBeEmpty();
        var second = await future.MembersAsync("chosen", first.Next.ShouldNotBeNull(), 10, CancellationToken.None);
        (second.Members.Single().Profile.Value, second.Next).ShouldBe(("late", null));
    }
}
