using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Indexing;

/// <summary>The index as it stands in the store.</summary>
public sealed class IndexStoreTests : OpenIndex
{
    [Fact]
    public async Task Store_of_before_there_was_an_index_is_upgraded_in_place_and_indexed_when_a_catalog_asks_for_it()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Orders(30));
        await grid.DisposeAsync();
        Change("DROP TABLE field_values; DROP TABLE indexed_fields; PRAGMA user_version = 4");

        StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Unreadable>();
        grid = await OpenAsync();
        Number("PRAGMA user_version").ShouldBe(StoreLayout.Version);
        await grid.ReplaceCatalogAsync(Shop(version: 2), Deadline);
        await grid.SettleAsync(Deadline);
        await ShouldBeCurrentAsync(grid);
    }

    [Fact]
    public async Task Nothing_is_stored_twice_and_fields_that_a_catalog_drops_are_gone()
    {
        var grid = await OpenAsync(Shop(), Options with { MemoryBudget = 0 });
        for (var round = 0; round < 3; round++)
        {
            await ObserveAsync(grid, Orders(30));
            await grid.SettleAsync(Deadline);
        }

        Number("SELECT count(*) FROM field_values").ShouldBe(3 * 30);
        await grid.ReplaceCatalogAsync(Recent(version: 2), Deadline);
        await grid.SettleAsync(Deadline);
        Number("SELECT count(*) FROM field_values").ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_that_is_only_read_is_searched_as_of_its_newest_commit(bool crashed)
    {
        var grid = await OpenAsync(Shop());
        await ObserveAsync(grid, Orders(30));
        await JoinAsync(grid, "anonymous:7f3", "user:visitor-7");
        await grid.SettleAsync(Deadline);
        var (all, few) = (new ProfileSearch { SortBy = "spend" }, new ProfileSearch { SortBy = "score.loyalty", Segment = "chosen", Limit = 7 });
        var expected = (await grid.SearchAsync(all, Deadline)).ShouldBeOfType<ProfilePage>();
        var expectedFew = (await grid.SearchAsync(few, Deadline)).ShouldBeOfType<ProfilePage>();
        await (crashed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());

        using var store = StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Opened>().Store;
        var found = (await store.SearchAsync(all, Deadline)).ShouldBeOfType<ProfilePage>();
        var foundFew = (await store.SearchAsync(few, Deadline)).ShouldBeOfType<ProfilePage>();

        found.Profiles.ShouldBe(expected.Profiles);
        foundFew.Profiles.ShouldBe(expectedFew.Profiles);
        (foundFew.Next, found.IsComplete, found.Profiles.Count).ShouldBe((expectedFew.Next, true, 30));
    }

    [Fact]
    public async Task Search_says_that_it_is_complete_when_everybody_came_to_the_catalog()
    {
        const int people = 900;
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Orders(people));
        await grid.ReplaceCatalogAsync(Shop(version: 2), Deadline);
        ProfilePage page;
        do
        {
            page = await PageAsync(grid, "spend");
        }
        while (!page.IsComplete);

        page.Profiles.Count.ShouldBe(people);
        await grid.SettleAsync(Deadline);
        await grid.DisposeAsync();
        Change($"UPDATE state SET reevaluated = 0, reevaluate_to = {people}");
        using var store = StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Opened>().Store;
        (await store.SearchAsync(new ProfileSearch { SortBy = "spend" }, Deadline)).ShouldBeOfType<ProfilePage>().IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task History_that_is_brought_along_is_in_the_index_at_its_end()
    {
        var grid = await OpenAsync(Shop());
        await ObserveAsync(grid, Orders(10));
        await using (var import = grid.BeginImport())
        {
            var history = Enumerable.Range(0, 30).Select(index => Some.Observation($"visitor-{index}", "order_completed", Clock.Now - (index * Day), value: 1_000));
            (await import.ObserveAsync([.. history], Deadline)).ShouldBeOfType<ObserveResult.Observed>();
            await import.CompleteAsync(Deadline);
        }

        await ShouldBeCurrentAsync(grid);
    }
}
