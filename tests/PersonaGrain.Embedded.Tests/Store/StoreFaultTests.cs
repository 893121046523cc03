using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Store;

/// <summary>Real faults of the file: what fails is told, counts nothing, and is over when its cause is.</summary>
public sealed class StoreFaultTests : OpenGrid
{
    private async Task<StoreConnection> LockAsync(EmbeddedGrid grid)
    {
        await grid.SettleAsync(Deadline);
        var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30));
        other.Execute("BEGIN IMMEDIATE");
        return other;
    }

    [Fact]
    public async Task Locked_store_refuses_takes_nothing_and_recovers()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        var sent = Views(10);
        using (await LockAsync(grid))
        {
            var refused = (await grid.ObserveAsync(sent, Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();

            refused.Reason.ShouldContain("lock");
            refused.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
            var status = await grid.StatusAsync(Deadline);
            (status.Ready, status.Reason, status.Signals).ShouldBe((false, refused.Reason, 10));
            status.Refused["store_locked"].ShouldBe(10);
            (await ProfileAsync(grid, "visitor-3")).Signals.ShouldBe(1, "what failed must not be seen");
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        var outcomes = (await grid.ObserveAsync(sent, Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
        (await ProfileAsync(grid, "visitor-3")).Signals.ShouldBe(2);
        (await grid.StatusAsync(Deadline)).Ready.ShouldBeTrue();
    }

    [Fact]
    public async Task Full_disk_loses_nothing_acknowledged_and_counts_nothing_refused()
    {
        var limits = new StoreLimits { MaximumPages = 200 };
        var grid = await OpenAsync(Recent(), Options with { Limits = limits });
        var acknowledged = 0L;
        ObserveResult result;
        do
        {
            result = await grid.ObserveAsync(Views(50, each: 2), Deadline);
            acknowledged += result is ObserveResult.Observed ? 100 : 0;
        }
        while (result is ObserveResult.Observed);

        result.ShouldBeOfType<ObserveResult.Unavailable>().Reason.ShouldContain("full");
        (await grid.StatusAsync(Deadline)).Signals.ShouldBe(acknowledged);
        (await ProfileAsync(grid, "visitor-1")).Signals.ShouldBe(acknowledged / 50);

        limits.MaximumPages = 0;
        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        await ObserveAsync(grid, Views(50, each: 2));
        (await ProfileAsync(grid, "visitor-1")).Signals.ShouldBe((acknowledged / 50) + 2);
        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(50);
    }

    [Fact]
    public async Task Flips_that_are_due_during_a_fault_happen_when_it_is_over()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(30));
        using (await LockAsync(grid))
        {
            Clock.Advance(8 * Day);

            (await ProfileAsync(grid, "visitor-2")).Memberships.ShouldBeEmpty("a read shows what holds now, durable or not");
            (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(30);
        }

        await grid.SettleAsync(Deadline);
        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(0);
        (await EventsAsync(grid)).Skip(30).ShouldAllBe(each => each.At == Some.Now + (7 * Day));
    }

    [Fact]
    public async Task Catalog_that_can_not_be_made_durable_is_not_in_force()
    {
        var grid = await OpenAsync(Recent());
        using (await LockAsync(grid))
        {
            (await grid.ReplaceCatalogAsync(Recent("2d", version: 2), Deadline)).ShouldBeOfType<CatalogChange.Unavailable>();
        }

        grid.Catalog.Version.ShouldBe(1);
        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        (await grid.ReplaceCatalogAsync(Recent("2d", version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
    }

    [Fact]
    public async Task Calls_over_many_partitions_count_whole_or_not_at_all_while_faults_come_and_go()
    {
        var grid = await OpenAsync(Some.Catalog(), Options with { Partitions = 4 });
        using var done = new CancellationTokenSource();
        var faults = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                using (await LockAsync(grid))
                {
                    await grid.ObserveAsync(Views(1), Deadline);
                }

                await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
            }
        });

        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() => CallAsync(grid, caller))));
        await done.CancelAsync();
        await faults;

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        for (var caller = 0; caller < calls.Length; caller++)
        {
            for (var index = 0; index < 12; index++)
            {
                (await ProfileAsync(grid, $"caller-{caller}-{index}")).Signals.ShouldBe(calls[caller]);
            }
        }
    }

    [Fact]
    public async Task Grid_that_is_closed_during_a_fault_keeps_what_was_acknowledged()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(25, each: 3));
        using (await LockAsync(grid))
        {
            (await grid.ObserveAsync(Views(25), Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();
            await grid.DisposeAsync();
        }

        var again = await OpenAsync();
        (await again.StatusAsync(Deadline)).Signals.ShouldBe(75);
        (await ProfileAsync(again, "visitor-7")).Signals.ShouldBe(3);
    }

    [Fact]
    public async Task Locked_store_can_not_be_opened_and_says_why()
    {
        var grid = await OpenAsync(Some.Catalog());
        await grid.DisposeAsync();
        using var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30));
        other.Execute("BEGIN IMMEDIATE");

        (await TryOpenAsync()).ShouldBeOfType<EmbeddedGridOpening.NotWritable>().Code.ShouldBe("store_locked");
    }

    [Fact]
    public async Task Folder_that_is_a_file_can_not_be_opened_and_says_why()
    {
        await File.WriteAllTextAsync(Folder.File("taken"), "", Deadline);

        (await TryOpenAsync(Some.Catalog(), Options with { DataDirectory = Folder.File("taken") }))
            .ShouldBeOfType<EmbeddedGridOpening.NotWritable>().Code.ShouldBe("store_unreachable");
    }

    /// <summary>Sends calls over twelve profiles, each once: how many were acknowledged.</summary>
    private async Task<long> CallAsync(EmbeddedGrid grid, int caller)
    {
        var acknowledged = 0L;
        for (var call = 0; call < 30 || acknowledged == 0; call++)
        {
            var result = await grid.ObserveAsync(
                [.. Enumerable.Range(0, 12).Select(index => Some.Observation($"caller-{caller}-{index}"))], Deadline);
            acknowledged += result is ObserveResult.Observed ? 1 : 0;
            await Task.Yield();
        }

        return acknowledged;
    }
}
