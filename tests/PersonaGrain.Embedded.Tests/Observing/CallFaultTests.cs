using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Turns;
using SQLitePCL;

namespace PersonaGrain.Embedded.Tests.Observing;

/// <summary>A call counts as a whole or not at all, whichever of its parts fails.</summary>
public sealed class CallFaultTests : OpenGrid
{
    private readonly StoreLimits _limits = new();

    private EmbeddedGridOptions Limited => Options with { Limits = _limits, CountsAtOpening = false };

    /// <summary>Two profiles of different partitions.</summary>
    private static (string One, string Other) Apart(EmbeddedGrid grid)
    {
        var partitions = grid.Engine.Partitions;
        var one = Some.Actor("visitor-0");
        var other = Enumerable.Range(1, 100).First(index => partitions.Of(Some.Actor($"visitor-{index}")) != partitions.Of(one));
        return ("visitor-0", $"visitor-{other}");
    }

    [Fact]
    public async Task Call_of_which_the_second_part_can_not_be_read_is_unavailable_and_counts_nothing()
    {
        var grid = await OpenAsync(Recent(), Limited);
        var (one, other) = Apart(grid);
        await ObserveAsync(grid, Views(100));
        await grid.DisposeAsync();
        grid = await OpenAsync(options: Limited);
        await ObserveAsync(grid, Some.Observation(one));
        var sent = new[] { Some.Observation(one), Some.Observation(other), Some.Observation(one) };

        _limits.ReadFault = raw.SQLITE_IOERR;
        (await grid.ObserveAsync(sent, Deadline)).ShouldBeOfType<ObserveResult.Unavailable>().Reason.ShouldContain("disk");

        _limits.ReadFault = 0;
        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        (await ProfileAsync(grid, one)).Signals.ShouldBe(2);
        (await ProfileAsync(grid, other)).Signals.ShouldBe(1);
        (await grid.StatusAsync(Deadline)).Signals.ShouldBe(101);
        var outcomes = (await grid.ObserveAsync(sent, Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
    }

    [Fact]
    public async Task Calls_of_others_go_on_after_a_part_failed()
    {
        var grid = await OpenAsync(Recent(), Limited);
        var (one, other) = Apart(grid);
        await ObserveAsync(grid, Views(100));
        await grid.DisposeAsync();
        grid = await OpenAsync(options: Limited);
        await ObserveAsync(grid, Some.Observation(one));
        _limits.ReadFault = raw.SQLITE_IOERR;

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(
                grid.ObserveAsync([Some.Observation(one), Some.Observation(other)], Deadline).AsTask(),
                grid.ObserveAsync([Some.Observation(one)], Deadline).AsTask());
            await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        }

        _limits.ReadFault = 0;
        (await ProfileAsync(grid, other)).Signals.ShouldBe(1);
        var signals = (await ProfileAsync(grid, one)).Signals;
        await grid.AbandonAsync();
        (await ProfileAsync(await OpenAsync(), one)).Signals.ShouldBe(signals);
    }

    [Fact]
    public async Task Call_for_a_damaged_profile_and_a_sound_one_of_another_partition_tells_them_apart()
    {
        var grid = await OpenAsync(Recent());
        var (one, other) = Apart(grid);
        await ObserveAsync(grid, Some.Observation(one), Some.Observation(other));
        await grid.DisposeAsync();
        Tests.Store.StoreDamage.Of(Folder.Path, Some.Actor(other));
        grid = await OpenAsync();

        var outcomes = (await grid.ObserveAsync([Some.Observation(one), Some.Observation(other)], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

        outcomes.Select(outcome => outcome.Status).ShouldBe([ObservationStatus.Accepted, ObservationStatus.Refused]);
    }
}
