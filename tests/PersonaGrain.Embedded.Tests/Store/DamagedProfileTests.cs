using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Store;

/// <summary>Damage in the place of one profile: it is told, and the others live on.</summary>
public sealed class DamagedProfileTests : OpenGrid
{
    [Fact]
    public async Task Flips_of_others_happen_where_one_snapshot_is_damaged()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.DisposeAsync();
        Damage("UPDATE snapshots SET body = x'00' WHERE profile = 3");
        Clock.Advance(8 * Day);

        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Exited.ShouldBe(9);
    }

    [Fact]
    public async Task Reevaluation_ends_where_one_snapshot_is_damaged()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.DisposeAsync();
        Damage("UPDATE snapshots SET body = x'00' WHERE profile = 3");

        var again = await OpenAsync();
        await again.ReplaceCatalogAsync(Some.Catalog(version: 2), Deadline);
        await again.SettleAsync(Deadline);

        (await again.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        (await EventsAsync(again)).Count(each => each.Kind == GridEventKind.Exited).ShouldBe(9);
    }

    [Fact]
    public async Task Damaged_journal_that_a_recovery_needs_is_named()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.AbandonAsync();
        Damage("UPDATE journal SET payload = x'FF' WHERE profile = 3");

        (await TryOpenAsync()).ShouldBeOfType<EmbeddedGridOpening.Damaged>().Reason.ShouldContain("journal row");
    }

    private void Damage(string sql)
    {
        using var connection = StoreConnection.Open(Folder.File("grid.db"), write: true, TimeSpan.FromSeconds(30));
        connection.Execute(sql);
    }
}
