using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests;

public sealed class RecoveryTests : OpenGrid
{
    [Fact]
    public async Task Files_copied_while_the_grid_runs_hold_all_that_was_acknowledged_before()
    {
        var grid = await OpenAsync(Recent());
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await grid.ObserveAsync(Views(100), Deadline);
            }
        });
        await ObserveAsync(grid, Views(100, each: 5));
        var before = (await grid.StatusAsync(Deadline)).Signals;

        using var copy = new TemporaryFolder();
        File.Copy(Folder.File("grid.db"), copy.File("grid.db"));
        File.Copy(Folder.File("grid.db-wal"), copy.File("grid.db-wal"));
        await stop.CancelAsync();
        await sending;

        var recovered = await OpenAsync(options: Options with { DataDirectory = copy.Path });
        var signals = (await recovered.StatusAsync(Deadline)).Signals;
        signals.ShouldBeGreaterThanOrEqualTo(before);
        var sum = 0L;
        for (var index = 0; index < 100; index++)
        {
            sum += (await ProfileAsync(recovered, $"visitor-{index}")).Signals;
        }

        sum.ShouldBe(signals);
        (await recovered.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(100);
    }

    [Fact]
    public async Task Log_that_was_cut_short_opens_at_the_last_whole_commit()
    {
        var grid = await OpenAsync(Recent());
        for (var call = 0; call < 20; call++)
        {
            await ObserveAsync(grid, Views(10));
        }

        await grid.SettleAsync(Deadline);
        using var copy = new TemporaryFolder();
        File.Copy(Folder.File("grid.db"), copy.File("grid.db"));
        File.Copy(Folder.File("grid.db-wal"), copy.File("grid.db-wal"));
        using (var log = File.OpenWrite(copy.File("grid.db-wal")))
        {
            log.SetLength(log.Length - 5_000);
        }

        var recovered = await OpenAsync(options: Options with { DataDirectory = copy.Path });

        var signals = (await recovered.StatusAsync(Deadline)).Signals;
        signals.ShouldBeInRange(10, 200);
        (signals % 10).ShouldBe(0);
        (await ProfileAsync(recovered, "visitor-3")).Signals.ShouldBe(signals / 10);
    }

    [Fact]
    public async Task Checkpoints_keep_up_with_the_journal_so_that_little_is_looked_through()
    {
        var options = Options with { CheckpointInterval = 16 * 4_096 };
        var grid = await OpenAsync(Some.Catalog(), options);
        for (var call = 0; call < 80; call++)
        {
            await ObserveAsync(grid, Views(100));
        }

        await grid.SettleAsync(Deadline);
        await ObserveAsync(grid, Views(1));
        var checkpoint = grid.Engine.Context.Writer.Committed.Checkpoint;
        (grid.Engine.Context.Blocks.Last - checkpoint).ShouldBeLessThan(100);
        checkpoint.ShouldBeGreaterThan(100);
        await grid.AbandonAsync();

        var again = await OpenAsync(options: options);
        (await ProfileAsync(again, "visitor-49")).Signals.ShouldBe(80);
        (await ProfileAsync(again, "visitor-0")).Signals.ShouldBe(81);
    }

    [Fact]
    public async Task Checkpoint_knows_where_the_journals_end_of_profiles_that_left_memory()
    {
        var options = Options with { CheckpointInterval = 4_096, MemoryBudget = 0 };
        var grid = await OpenAsync(Some.Catalog(), options);
        for (var call = 0; call < 40; call++)
        {
            await ObserveAsync(grid, Views(100));
        }

        await grid.AbandonAsync();

        var again = await OpenAsync(options: options);
        for (var index = 0; index < 100; index++)
        {
            (await ProfileAsync(again, $"visitor-{index}")).Signals.ShouldBe(40);
        }
    }

    [Fact]
    public async Task Clean_close_leaves_nothing_to_look_through()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(300, each: 3));
        await grid.DisposeAsync();
        var steps = new List<OpeningStep>();

        var again = await OpenAsync(options: Options with { CountsAtOpening = false }, progress: progress => steps.Add(progress.Step));

        steps.ShouldBe([OpeningStep.Ready]);
        (await again.StatusAsync(Deadline)).ProfilesInMemory.ShouldBe(0);
        (await ProfileAsync(again, "visitor-7")).Signals.ShouldBe(3);
    }

    [Fact]
    public async Task Opening_after_a_crash_loads_nobody_and_tells_how_far_it_is()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(300, each: 3));
        await grid.AbandonAsync();
        var steps = new List<OpeningProgress>();

        var again = await OpenAsync(options: Options with { CountsAtOpening = false }, progress: steps.Add);

        steps.ShouldBe([new OpeningProgress(OpeningStep.Recovering, 1), new OpeningProgress(OpeningStep.Ready, 1)]);
        (await again.StatusAsync(Deadline)).ProfilesInMemory.ShouldBe(0);
        (await ProfileAsync(again, "visitor-7")).Signals.ShouldBe(3);
    }

    [Fact]
    public async Task Partitions_may_differ_from_start_to_start()
    {
        var grid = await OpenAsync(Recent(), Options with { Partitions = 3 });
        await ObserveAsync(grid, Views(60));
        await grid.AbandonAsync();

        var again = await OpenAsync(options: Options with { Partitions = 1 });
        await ObserveAsync(again, Views(60));
        Clock.Advance(8 * Day);
        await again.SettleAsync(Deadline);

        (await ProfileAsync(again, "visitor-33")).Signals.ShouldBe(2);
        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Exited.ShouldBe(60);
    }

    [Fact]
    public async Task Observe_on_a_closed_grid_is_unavailable()
    {
        var grid = await OpenAsync(Some.Catalog());
        await grid.DisposeAsync();

        (await grid.ObserveAsync(Views(3), Deadline)).ShouldBeOfType<ObserveResult.Unavailable>().Reason.ShouldContain("closing");
    }
}
