using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using SQLitePCL;

namespace PersonaGrain.Embedded.Tests.Schedule;

/// <summary>The store fails while the schedule runs, or the clock of the machine leaps.</summary>
public sealed class ScheduleFaultTests : OpenGrid
{
    [Fact]
    public async Task Nothing_counts_as_done_while_it_can_not_be_read_what_is_due()
    {
        var limits = new StoreLimits();
        var grid = await OpenAsync(Recent(), Options with { Limits = limits });
        await ObserveAsync(grid, Views(10));
        limits.ReadFault = raw.SQLITE_IOERR;
        await using var schedule = new GridSchedule(grid.Engine.Context, grid.Engine.Partitions, new WakeAlarm(), grid.Engine.Telling);

        var running = schedule.RunToAsync(Some.Now + (8 * Day), Deadline);
        running.IsCompleted.ShouldBeFalse("whether something is due is not known");
        limits.ReadFault = 0;
        await running;

        (await EventsAsync(grid)).Count(each => each.Kind == GridEventKind.Exited).ShouldBe(10);
    }

    [Fact]
    public async Task Grid_closes_during_a_fault_though_somebody_waits_for_what_is_due()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.SettleAsync(Deadline);
        using var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30));
        other.Execute("BEGIN IMMEDIATE");
        var waiting = grid.Engine.Schedule.RunToAsync(Some.Now + (8 * Day), CancellationToken.None);

        await grid.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Deadline);

        (await waiting).ShouldBeFalse("the store was locked");
    }

    [Fact]
    public async Task Flip_that_the_clock_leapt_over_happens_by_itself()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(1));
        await grid.SettleAsync(Deadline);
        var events = grid.WatchAsync(1, Deadline).GetAsyncEnumerator(Deadline);
        var next = events.MoveNextAsync().AsTask();

        Clock.SetAhead(8 * Day);
        while (!next.IsCompleted)
        {
            Deadline.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(next, Task.Delay(20, Deadline));
        }

        (events.Current.Kind, events.Current.At).ShouldBe((GridEventKind.Exited, Some.Now + (7 * Day)));
        Clock.Now.ShouldBeLessThan(Some.Now + (9 * Day), "it did not wait for seven days more");
        await events.DisposeAsync();
    }
}
