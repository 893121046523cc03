using PersonaGrain.Embedded.Times;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Tests.Times;

public sealed class GridAsOfTests : OpenGrid
{
    private async Task<EmbeddedGrid> FillAsync()
    {
        var grid = await OpenAsync(Recent());
        for (var day = 0; day < 4; day++)
        {
            await ObserveAsync(grid, [.. Enumerable.Range(day * 10, 10).Select(index => Some.Observation($"visitor-{index}", time: Clock.Now))]);
            Clock.Advance(Day);
            await grid.SettleAsync(Deadline);
        }

        return grid;
    }

    private async Task<List<string>> MembersAsync(GridAsOf grid)
    {
        var members = new List<string>();
        await foreach (var member in grid.MembersAsync("chosen", Deadline))
        {
            members.Add(member.Profile.Value);
        }

        return members;
    }

    private async Task<(long Count, long Entered, long Exited)> SegmentAsync(GridAsOf grid)
    {
        var segment = (await grid.SegmentsAsync(Deadline)).Single();
        return (segment.Count, segment.Entered, segment.Exited);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Future_is_what_comes_if_nothing_arrives_and_is_not_written(bool notInMemory)
    {
        var grid = await FillAsync();
        if (notInMemory)
        {
            await grid.DisposeAsync();
            grid = await OpenAsync();
        }

        var future = grid.AsOf(Some.Now + (8 * Day));

        (await SegmentAsync(future)).ShouldBe((20, 40, 20));
        (await MembersAsync(future)).ShouldBe(Enumerable.Range(20, 20).Select(index => $"visitor-{index}"), ignoreOrder: true);
        (await future.ProfileAsync(Visitor(3), Deadline)).ShouldNotBeNull().Memberships.ShouldBeEmpty();
        (await future.ProfileAsync(Visitor(33), Deadline)).ShouldNotBeNull().Memberships.Count.ShouldBe(1);
        (await EventsAsync(grid)).Count.ShouldBe(40);
        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(40);
    }

    [Fact]
    public async Task Foreseen_events_are_those_that_then_come()
    {
        var grid = await FillAsync();
        var foreseen = new List<GridEvent>();
        await foreach (var each in grid.AsOf(Some.Now + (20 * Day)).EventsAsync(Deadline))
        {
            foreseen.Add(each);
        }

        Clock.Advance(16 * Day);
        await grid.SettleAsync(Deadline);

        (await EventsAsync(grid)).Select(Tell).ShouldBe(foreseen.Select(Tell), ignoreOrder: true);
        foreseen.Select(each => each.At).ShouldBeInOrder();

        static (string, GridEventKind, Instant, int) Tell(GridEvent each) => (each.Profile.Value, each.Kind, each.At, each.Version);
    }

    [Fact]
    public async Task Past_is_what_was_recorded_up_to_then()
    {
        var grid = await FillAsync();
        Clock.Advance(6 * Day);
        await grid.SettleAsync(Deadline);

        (await SegmentAsync(grid.AsOf(Some.Now + Day + Hour))).ShouldBe((20, 20, 0));
        (await SegmentAsync(grid.AsOf(Some.Now + (8 * Day)))).ShouldBe((20, 40, 20));
        (await SegmentAsync(grid.AsOf(Some.Now - Hour))).ShouldBe((0, 0, 0));
        (await MembersAsync(grid.AsOf(Some.Now + (8 * Day)))).ShouldBe(
            Enumerable.Range(20, 20).Select(index => $"visitor-{index}"), ignoreOrder: true);
        var then = (await grid.AsOf(Some.Now + (3 * Day)).ProfileAsync(Visitor(35), Deadline)).ShouldNotBeNull();
        (then.AsOf, then.Signals, then.NextFlip).ShouldBe((Some.Now + (3 * Day), 1, Some.Now + (10 * Day)));
        (await grid.AsOf(Some.Now + (2 * Day)).ProfileAsync(Visitor(35), Deadline)).ShouldBeNull();
    }
}
