using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Store;

/// <summary>Real faults of the file where signals are set aside, read, taken again and given up: nothing that was acknowledged is lost, nothing counts twice.</summary>
public sealed class QuarantineFaultTests : OpenGrid
{
    [Fact]
    public async Task Signal_that_can_not_be_set_aside_is_not_acknowledged_and_is_once_it_is_sent_again()
    {
        var grid = await OpenAsync(Orders("number"));
        await ObserveAsync(grid, Order("1"));
        using (await LockAsync(grid))
        {
            ShouldBeAway(await grid.ObserveAsync([Order("2")], Deadline));
            ShouldBeAway(await grid.ObserveAsync([Order("2")], Deadline));
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        (await HeldAsync(grid)).ShouldBe(["1"], "what was not acknowledged is not there");
        await ObserveAsync(grid, Order("2"), Order("1"));
        (await HeldAsync(grid)).ShouldBe(["1", "2"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Full_disk_loses_nothing_that_was_set_aside(bool killed)
    {
        var limits = new StoreLimits { MaximumPages = 200 };
        var grid = await OpenAsync(Orders("number"), Options with { Limits = limits });
        var acknowledged = new List<string>();
        while (true)
        {
            string[] ids = [.. Enumerable.Range(acknowledged.Count, 50).Select(static index => $"{index}")];
            if (await grid.ObserveAsync([.. ids.Select(Order)], Deadline) is not ObserveResult.Observed)
            {
                break;
            }

            acknowledged.AddRange(ids);
        }

        acknowledged.Count.ShouldBePositive();
        await (killed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());
        (await HeldAsync(await OpenAsync())).ShouldBe(acknowledged);
    }

    [Fact]
    public async Task Replay_that_can_not_be_made_durable_counts_nothing_and_the_next_one_counts_each_once()
    {
        var grid = await OpenAsync(Orders("number"));
        await ObserveAsync(grid, Order("1"), Order("2"));
        await TakeOrdersAsync(grid);
        using (await LockAsync(grid))
        {
            ShouldBeAway((await grid.ReplayQuarantineAsync(0, 100, Deadline)).Stopped.ShouldNotBeNull());
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        (await HeldAsync(grid)).ShouldBe(["1", "2"]);
        (await grid.ReplayQuarantineAsync(0, 100, Deadline)).ShouldBe(new QuarantineReplay(2, 0, 0, null));
        (await ProfileAsync(grid)).Signals.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replay_whose_removal_fails_counts_each_once_all_the_same(bool killed)
    {
        var grid = await OpenAsync(Orders("number"));
        await ObserveAsync(grid, Order("1"), Order("2"));
        await TakeOrdersAsync(grid);
        Change("CREATE TRIGGER kept BEFORE DELETE ON quarantine BEGIN SELECT RAISE(ABORT, 'it can not be removed'); END");

        var fault = await Should.ThrowAsync<JournalUnavailableException>(async () => await grid.ReplayQuarantineAsync(0, 100, Deadline));

        (fault.Message.Contains("it can not be removed", StringComparison.Ordinal), fault.RetryAfter > TimeSpan.Zero).ShouldBe((true, true), fault.Message);
        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        await (killed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());
        Change("DROP TRIGGER kept");
        grid = await OpenAsync();
        (await grid.ReplayQuarantineAsync(0, 100, Deadline)).ShouldBe(new QuarantineReplay(0, 2, 0, null));
        (await ProfileAsync(grid)).Signals.ShouldBe(2);
        (await HeldAsync(grid)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Discard_that_fails_gives_nothing_up()
    {
        var grid = await OpenAsync(Orders("number"));
        await ObserveAsync(grid, Order("1"), Order("2"));
        using (await LockAsync(grid))
        {
            var fault = await Should.ThrowAsync<JournalUnavailableException>(async () => await grid.DiscardQuarantineAsync(new QuarantineFilter(), 0, 100, Deadline));
            fault.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        (await HeldAsync(grid)).ShouldBe(["1", "2"]);
        (await grid.DiscardQuarantineAsync(new QuarantineFilter(), 0, 100, Deadline)).ShouldBe(new QuarantineDiscard(2, null));
    }

    [Fact]
    public async Task Signals_that_can_not_be_read_are_told_as_unavailable_and_are_there_later()
    {
        var grid = await OpenAsync(Orders("number"));
        await ObserveAsync(grid, Order("1"));
        await grid.DisposeAsync();
        grid = await OpenAsync();
        Change("ALTER TABLE quarantine RENAME TO away");

        (await Should.ThrowAsync<JournalUnavailableException>(async () => await HeldAsync(grid))).RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        await Should.ThrowAsync<JournalUnavailableException>(async () => await grid.ReplayQuarantineAsync(0, 100, Deadline));
        await Should.ThrowAsync<JournalUnavailableException>(async () => await grid.DiscardQuarantineAsync(new QuarantineFilter(), 0, 100, Deadline));
        ShouldBeAway(await grid.ObserveAsync([Order("2")], Deadline));
        await grid.Engine.Context.Writer.Healthy.WaitAsync(Deadline);
        await ObserveAsync(grid, Some.Observation("bob"));

        Change("DROP TABLE IF EXISTS quarantine; ALTER TABLE away RENAME TO quarantine");
        await ObserveAsync(grid, Order("2"));
        (await HeldAsync(grid)).ShouldBe(["1", "2"]);
    }

    private static CatalogDocument Orders(string type, int version = 1) => Some.Catalog(
        signals: $$"""
            { "order_completed": { "category": "transactional", "attributes": { "order_id": "{{type}}" }, "faults": "quarantine" },
              "product_viewed": { "category": "behavioral" } }
            """,
        version: version);

    private static Observation Order(string id) => Some.Observation("ada", "order_completed", id: id, attributes: Some.Attributes(("order_id", "A-" + id)));

    private static void ShouldBeAway(ObserveResult result) => result.ShouldBeOfType<ObserveResult.Unavailable>().RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);

    private async Task TakeOrdersAsync(EmbeddedGrid grid)
    {
        (await grid.ReplaceCatalogAsync(Orders("string", version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await grid.SettleAsync(Deadline);
    }

    private async Task<string[]> HeldAsync(EmbeddedGrid grid) =>
        [.. (await grid.QuarantineAsync(0, 10_000, Deadline)).Entries.Select(static entry => entry.Held.Signal.Id)];

    private async Task<StoreConnection> LockAsync(EmbeddedGrid grid)
    {
        await grid.SettleAsync(Deadline);
        var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30));
        other.Execute("BEGIN IMMEDIATE");
        return other;
    }
}
