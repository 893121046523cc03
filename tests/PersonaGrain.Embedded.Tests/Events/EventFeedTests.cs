using PersonaGrain.Embedded.Events;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Events;

public sealed class EventFeedTests : OpenGrid
{
    [Fact]
    public async Task Slow_watcher_reads_from_the_store_what_memory_no_longer_has()
    {
        var grid = await OpenAsync(Recent());
        var profiles = EventFeed.Kept + 900;
        await using var watch = grid.WatchAsync(0, Deadline).GetAsyncEnumerator(Deadline);
        await ObserveAsync(grid, Views(1));
        await watch.MoveNextAsync();

        foreach (var call in Views(profiles).Chunk(1_000))
        {
            await ObserveAsync(grid, call);
        }

        var last = watch.Current.Position;
        for (var seen = 1; seen < profiles; seen++)
        {
            (await watch.MoveNextAsync().AsTask().WaitAsync(Deadline)).ShouldBeTrue();
            watch.Current.Position.ShouldBeGreaterThan(last);
            last = watch.Current.Position;
        }

        last.ShouldBe(await grid.PositionAsync(Deadline));
    }

    [Fact]
    public async Task Watch_ends_when_the_grid_closes()
    {
        var grid = await OpenAsync(Recent());
        await using var watch = grid.WatchAsync(0, Deadline).GetAsyncEnumerator(Deadline);
        var next = watch.MoveNextAsync().AsTask();

        await grid.DisposeAsync();

        (await next.WaitAsync(Deadline)).ShouldBeFalse();
    }

    [Fact]
    public async Task Events_older_than_their_retention_go_and_readers_are_told()
    {
        var grid = await OpenAsync(Recent(), Options with { EventRetention = 20 * Day });
        await ObserveAsync(grid, Views(30));
        await grid.DisposeAsync();
        Clock.Advance(25 * Day);

        var again = await OpenAsync(options: Options with { EventRetention = 20 * Day });

        var page = await again.EventsAsync(0, 100, Deadline);
        page.Events.ShouldAllBe(each => each.Kind == GridEventKind.Exited);
        page.Events.Count.ShouldBe(30, "they were recorded just now, though they happened long ago");
        page.Oldest.ShouldBeGreaterThan(0);
        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Entered.ShouldBe(30, "aggregates do not forget");
    }
}
