using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Partitions;

/// <summary>What a snapshot says is what the rows of its commit make, whatever else that commit holds.</summary>
public sealed class SnapshotTests : OpenGrid
{
    [Fact]
    public async Task Signals_after_a_snapshot_in_the_same_commit_survive_a_crash()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Some.Observation());
        var turn = new PartitionFlush(partition =>
        {
            var slot = partition.Find(Some.Profile(), grid.Now).ShouldNotBeNull();
            partition.Snapshot(slot);
            partition.Observe(slot, Some.Signal(), grid.Now);
        });
        grid.Engine.PartitionOf(Some.Profile()).Post(turn);
        (await turn.Task).ShouldBeTrue();
        await grid.AbandonAsync();

        var again = await OpenAsync();

        (await again.ProfileAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Signals.ShouldBe(2);
    }

    [Fact]
    public async Task Flips_that_a_fault_overtakes_in_the_middle_of_a_turn_happen_when_it_is_over()
    {
        var grid = await OpenAsync(Recent(), Options with { Partitions = 1 });
        await ObserveAsync(grid, Views(30));
        await grid.SettleAsync(Deadline);
        using (var other = StoreConnection.Open(Folder.File("grid.db"), write: true, TimeSpan.FromSeconds(30)))
        {
            other.Execute("BEGIN IMMEDIATE");
            var turn = new PartitionFlush(partition =>
            {
                _ = grid.Engine.Writer.RunAsync((_, _) => { });
                SpinWait.SpinUntil(() => partition.IsFaulted, TimeSpan.FromSeconds(30)).ShouldBeTrue();
                partition.WakeUp([], grid.Now + (8 * Day));
            });
            grid.Engine.Partitions[0].Post(turn);
            (await turn.Task).ShouldBeFalse();
        }

        Clock.Advance(8 * Day);
        await grid.SettleAsync(Deadline);

        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(0);
        (await EventsAsync(grid)).Count.ShouldBe(60);
    }

    [Fact]
    public async Task Snapshots_that_are_asked_for_are_committed_when_nothing_else_comes()
    {
        var grid = await OpenAsync(Some.Catalog(), Options with { Partitions = 1, SnapshotLag = 10 });
        await ObserveAsync(grid, Views(50));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        while (grid.Engine.Writer.Committed is var committed && committed.Position - committed.Horizon > 10)
        {
            await Task.Delay(10, patience.Token);
        }
    }

    [Fact]
    public async Task Calls_of_many_new_profiles_do_not_outgrow_the_memory_budget()
    {
        var grid = await OpenAsync(Some.Catalog(), Options with { Partitions = 1, MemoryBudget = 1_000_000, QueueCapacity = 1_000_000 });
        var profiles = grid.Engine.Partitions[0].Profiles;
        for (var call = 0; call < 20; call++)
        {
            await ObserveAsync(grid, [.. Enumerable.Range(0, 2_000).Select(index => Some.Observation($"visitor-{call}-{index}"))]);
        }

        // One call of new profiles lies above the budget until it is durable, and one until its snapshots are.
        profiles.Count.ShouldBeLessThan(8_000);
    }
}
