using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Tests.Partitions;

/// <summary>A snapshot covers what its actor did up to then, whatever else its commit holds.</summary>
public sealed class SnapshotTests : OpenGrid
{
    [Fact]
    public async Task Signals_after_a_snapshot_in_the_same_commit_survive_a_crash()
    {
        var grid = await OpenAsync(Recent(), Options with { SnapshotEvery = 2 });
        await ObserveAsync(grid, [.. Enumerable.Range(0, 7).Select(_ => Some.Observation())]);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ObserveAsync(grid, Some.Observation())));
        await grid.AbandonAsync();

        var again = await OpenAsync();

        (await ProfileAsync(again)).Signals.ShouldBe(27);
    }

    [Fact]
    public async Task Profile_is_snapshotted_after_so_many_entries_of_its_own()
    {
        var grid = await OpenAsync(Recent(), Options with { SnapshotEvery = 10 });
        for (var call = 0; call < 25; call++)
        {
            await ObserveAsync(grid, Some.Observation(), call < 3 ? Some.Observation("bob") : Some.Observation("cleo"));
        }

        await grid.DisposeAsync();

        Number("SELECT count(*) FROM snapshots JOIN actors ON key = actor WHERE id = 'ada'").ShouldBe(1);
        Number("SELECT count(*) FROM snapshots JOIN actors ON key = actor WHERE id = 'bob'").ShouldBe(0, "its tail is short");
        Number("SELECT a.sequence - s.sequence FROM snapshots s JOIN actors a ON a.key = s.actor WHERE id = 'ada'").ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Flips_that_a_fault_overtakes_in_the_middle_of_a_turn_happen_when_it_is_over()
    {
        var grid = await OpenAsync(Recent(), Options with { Partitions = 1 });
        await ObserveAsync(grid, Views(30));
        await grid.SettleAsync(Deadline);
        using (var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            other.Execute("BEGIN IMMEDIATE");
            var turn = new PartitionFlush(partition =>
            {
                _ = grid.Engine.Context.Writer.RunAsync((_, _) => { });
                partition.Context.Writer.Want();
                foreach (var slot in partition.Actors.ToArray())
                {
                    partition.Turns.Start(new ActorPreparation(slot.Id), grid.Now + (8 * Day));
                }
            });
            grid.Engine.Partitions[0].Post(turn);
            (await turn.Task).ShouldNotBeNull();
        }

        Clock.Advance(8 * Day);
        await grid.SettleAsync(Deadline);

        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(0);
        (await EventsAsync(grid)).Count.ShouldBe(60);
    }

    [Fact]
    public async Task Calls_of_many_new_profiles_do_not_outgrow_the_memory_budget()
    {
        var grid = await OpenAsync(Some.Catalog(), Options with { Partitions = 1, MemoryBudget = 1_000_000, QueueCapacity = 1_000_000 });
        for (var call = 0; call < 20; call++)
        {
            await ObserveAsync(grid, [.. Enumerable.Range(0, 2_000).Select(index => Some.Observation($"visitor-{call}-{index}"))]);
        }

        // One call of new profiles lies above the budget until it is durable, and one until what it let go is.
        grid.Engine.Partitions[0].Actors.Count.ShouldBeLessThan(8_000);
    }
}
