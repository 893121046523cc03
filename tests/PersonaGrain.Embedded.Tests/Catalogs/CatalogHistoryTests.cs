using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Embedded.Tests.Catalogs;

/// <summary>The history of catalogs in a store does not grow without end, and stores of programs before it have one too.</summary>
public sealed class CatalogHistoryTests : OpenGrid
{
    [Fact]
    public async Task Oldest_catalogs_are_forgotten()
    {
        var grid = await OpenAsync(Recent());
        for (var version = 2; version <= CatalogRetention.Catalogs + 1; version++)
        {
            (await grid.ReplaceCatalogAsync(Recent(version: version), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        }

        (await grid.CatalogHistory.FindAsync(1, Deadline)).ShouldBeNull();
        (await grid.CatalogHistory.PageAsync(3, 10, Deadline)).Entries.ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [Fact]
    public async Task History_that_can_not_be_read_is_told_as_unavailable()
    {
        var grid = await OpenAsync(Recent());
        Change("ALTER TABLE catalog_notes RENAME TO away");

        (await Should.ThrowAsync<JournalUnavailableException>(async () => await grid.CatalogHistory.PageAsync(null, 10, Deadline))).RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        await Should.ThrowAsync<JournalUnavailableException>(async () => await grid.CatalogHistory.FindAsync(1, Deadline));

        Change("ALTER TABLE away RENAME TO catalog_notes");
        (await grid.CatalogHistory.PageAsync(null, 10, Deadline)).Entries.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Catalog_of_a_program_that_kept_no_authors_is_there_without_one()
    {
        var grid = await OpenAsync(Recent());
        await grid.ReplaceCatalogAsync(Recent(version: 2), new CatalogOrigin("key:1a2b3c4d"), Deadline);
        await grid.DisposeAsync();
        Change("DROP TABLE catalog_notes");

        grid = await OpenAsync();

        var entries = (await grid.CatalogHistory.PageAsync(null, 10, Deadline)).Entries;
        entries.Select(one => (one.Version, one.At, one.Origin)).ShouldBe([(2, Testing.Some.Now, CatalogOrigin.Unknown), (1, null, CatalogOrigin.Unknown)]);
    }
}
