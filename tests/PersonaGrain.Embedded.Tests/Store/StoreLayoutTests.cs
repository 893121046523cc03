using PersonaGrain.Embedded.Store;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Store;

public sealed class StoreLayoutTests : OpenGrid
{
    [Fact]
    public async Task Newer_layout_is_refused_and_left_as_it_is()
    {
        await (await OpenAsync(Some.Catalog())).DisposeAsync();
        Change("PRAGMA user_version = 99");

        (await TryOpenAsync()).ShouldBe(new EmbeddedGridOpening.NewerFormat(99, StoreLayout.Version));
        (await TryOpenAsync()).ShouldBe(new EmbeddedGridOpening.NewerFormat(99, StoreLayout.Version));
    }

    [Fact]
    public async Task Database_of_another_program_is_not_touched()
    {
        Change("CREATE TABLE theirs (a); PRAGMA user_version = 3");

        (await TryOpenAsync(Some.Catalog())).ShouldBeOfType<EmbeddedGridOpening.Damaged>().Reason.ShouldContain("another program");
        using var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Read, TimeSpan.Zero);
        connection.Number("SELECT count(*) FROM sqlite_master").ShouldBe(1);
    }

    [Fact]
    public async Task File_that_is_no_database_is_called_so()
    {
        await File.WriteAllTextAsync(Folder.File("grid.db"), new string('x', 5_000), Deadline);

        (await TryOpenAsync(Some.Catalog())).ShouldBeOfType<EmbeddedGridOpening.Damaged>().Reason.ShouldContain("no store");
    }

    [Fact]
    public async Task File_that_was_cut_short_is_called_damaged()
    {
        var grid = await OpenAsync(Some.Catalog());
        await ObserveAsync(grid, Views(500, each: 4));
        await grid.DisposeAsync();
        using (var file = File.OpenWrite(Folder.File("grid.db")))
        {
            file.SetLength(file.Length / 2);
        }

        var damaged = (await TryOpenAsync()).ShouldBeOfType<EmbeddedGridOpening.Damaged>();
        damaged.Reason.ShouldContain("cut short");
        damaged.Remedy.ShouldContain("backup");
    }

    [Fact]
    public async Task Page_full_of_garbage_is_called_damaged()
    {
        var grid = await OpenAsync(Some.Catalog());
        await ObserveAsync(grid, Views(500, each: 4));
        await grid.DisposeAsync();
        using (var file = File.OpenWrite(Folder.File("grid.db")))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xAB, 8 * 4096).ToArray(), Deadline);
        }

        (await TryOpenAsync()).ShouldBeOfType<EmbeddedGridOpening.Damaged>();
    }

    [Fact]
    public async Task Store_whose_signals_were_set_aside_before_it_was_kept_how_they_came_is_read_and_then_keeps_it()
    {
        const string Strict = """{ "ordered": { "category": "transactional", "attributes": { "number": "number" }, "faults": "quarantine" } }""";
        var grid = await OpenAsync(Some.Catalog(signals: Strict));
        await ObserveAsync(grid, Order("1"));
        await grid.DisposeAsync();
        Change("ALTER TABLE quarantine DROP COLUMN history_began");

        using (var reading = StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Opened>().Store)
        {
            reading.Quarantine(0, 10).Entries.ShouldHaveSingleItem().Held.Signal.Id.ShouldBe("1");
        }

        grid = await OpenAsync();
        await grid.ImportAsync([Order("2")], Some.Now, Deadline);
        (await grid.QuarantineAsync(0, 10, Deadline)).Entries.Select(static entry => (entry.Held.Signal.Id, entry.Held.HistoryBegan)).ShouldBe([("1", null), ("2", Some.Now)]);

        static Grid.Observation Order(string id) => Some.Observation(type: "ordered", id: id, attributes: Some.Attributes(("number", "A-1")));
    }

    [Fact]
    public async Task New_store_without_a_catalog_is_misuse() =>
        await Should.ThrowAsync<ArgumentException>(() => TryOpenAsync());
}
