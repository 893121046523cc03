using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Indexing;

/// <summary>Commits fail, and processes end, while the index changes: it has what the journal says, and nothing else.</summary>
public sealed class IndexCrashTests : OpenIndex
{
    private const int Visitors = 40;

    [Fact]
    public async Task Kill_after_time_alone_moved_everybody_leaves_them_where_they_were_moved_to()
    {
        var grid = await OpenAsync(Shop(), Options with { MemoryBudget = 0 });
        await ObserveAsync(grid, Orders(Visitors));
        await grid.SettleAsync(Deadline);
        var (journal, fresh) = (Number("SELECT sum(length(entries)) FROM journal"), await TellAsync(grid, "score.loyalty"));
        Clock.Advance(3 * Day);
        await grid.SettleAsync(Deadline);
        var moved = await TellAsync(grid, "score.loyalty");
        await grid.AbandonAsync();

        Number("SELECT sum(length(entries)) FROM journal").ShouldBe(journal, "only wake-ups and the index are changed");
        moved.ShouldNotContain(one => fresh.Contains(one));
        grid = await OpenAsync(options: Options with { CountsAtOpening = false });
        (await TellAsync(grid, "score.loyalty")).ShouldBe(moved);
        (await grid.StatusAsync(Deadline)).ProfilesInMemory.ShouldBe(0, "an opening has nothing to look for");
        await ShouldBeCurrentAsync(grid);
    }

    [Fact]
    public async Task Commit_that_fails_leaves_the_index_as_it_was_and_the_next_makes_up_for_it()
    {
        var grid = await OpenAsync(Shop());
        await ObserveAsync(grid, Orders(Visitors));
        await grid.SettleAsync(Deadline);
        var before = await TellAsync(grid, "spend");
        using (var other = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            other.Execute("BEGIN IMMEDIATE");
            (await grid.ObserveAsync(Orders(Visitors), Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();
            Clock.Advance(8 * Day);
            (await ProfileAsync(grid, "visitor-3")).Traits["orders_7d"].Number.ShouldBe(0);
            (await TellAsync(grid, "spend")).ShouldBe(before);
        }

        await grid.SettleAsync(Deadline);
        await ShouldBeCurrentAsync(grid);
        await ObserveAsync(grid, Orders(Visitors / 2));
        await ShouldBeCurrentAsync(grid);
    }

    [Fact]
    public async Task Log_that_was_cut_short_anywhere_has_the_index_of_its_profiles()
    {
        var grid = await OpenAsync(Shop());
        await ObserveAsync(grid, [.. Orders(Visitors), Some.Observation("anonymous:7f3", "order_completed", Clock.Now, value: 900)]);
        Clock.Advance(2 * Day);
        await ObserveAsync(grid, Orders(Visitors / 2));
        await JoinAsync(grid, "anonymous:7f3", "user:visitor-7");
        Clock.Advance(6 * Day);
        await grid.SettleAsync(Deadline);
        await grid.ReplaceCatalogAsync(Shop(version: 2, """ "carts": { "count": "cart_added", "indexed": true }, """), Deadline);
        await grid.SettleAsync(Deadline);
        await PartAsync(grid, "anonymous:7f3");
        await ShouldBeCurrentAsync(grid);
        var length = new FileInfo(Folder.File("grid.db-wal")).Length;

        for (var part = 1; part <= 8; part++)
        {
            using var copy = new TemporaryFolder();
            File.Copy(Folder.File("grid.db"), copy.File("grid.db"));
            File.Copy(Folder.File("grid.db-wal"), copy.File("grid.db-wal"));
            using (var log = File.OpenWrite(copy.File("grid.db-wal")))
            {
                log.SetLength(length * part / 8);
            }

            if (await TryOpenAsync(options: Options with { DataDirectory = copy.Path }) is EmbeddedGridOpening.Opened(var recovered, _))
            {
                await recovered.SettleAsync(Deadline);
                await ShouldBeCurrentAsync(recovered);
                await recovered.DisposeAsync();
            }
        }
    }
}
