using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Schedule;

public sealed class CatchUpTests : OpenGrid
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_due_while_down_happens_in_order_of_time(bool crashed)
    {
        var options = Options with { Partitions = 3 };
        var grid = await OpenAsync(Recent(), options);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 700).Select(index =>
            Some.Observation($"visitor-{index}", time: Some.Now - TimeSpan.FromMinutes(index * 7919 % 700)))]);
        var before = (await EventsAsync(grid)).Count;
        await (crashed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());

        Clock.Advance(60 * Day);
        var again = await OpenAsync(options: options);

        var events = (await EventsAsync(again)).Skip(before).ToList();
        events.Count.ShouldBe(700);
        events.Select(each => each.At).ShouldBeInOrder();
        events[0].At.ShouldBe(Some.Now + (7 * Day) - TimeSpan.FromMinutes(699));
        events[^1].At.ShouldBe(Some.Now + (7 * Day));
    }

    [Fact]
    public async Task Flip_is_delivered_by_the_timer_alone()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(1));
        await using var watch = grid.WatchAsync(0, Deadline).GetAsyncEnumerator(Deadline);
        await watch.MoveNextAsync();
        var next = watch.MoveNextAsync().AsTask();

        // The schedule sets its timer a moment after the commit; a clock that is moved again finds it set.
        while (!next.IsCompleted)
        {
            Clock.Advance(Day);
            await Task.Yield();
        }

        (await next.WaitAsync(Deadline)).ShouldBeTrue();
        (watch.Current.Kind, watch.Current.At).ShouldBe((GridEventKind.Exited, Some.Now + (7 * Day)));
    }
}
