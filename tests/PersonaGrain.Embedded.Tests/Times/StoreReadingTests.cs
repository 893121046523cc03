using System.Security.Cryptography;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Times;

/// <summary>A store that is only read: as it is, as it will be, and without a byte of it changing.</summary>
public sealed class StoreReadingTests : OpenGrid
{
    private async Task<EmbeddedGrid> FillAsync()
    {
        var grid = await OpenAsync(Recent());
        for (var day = 0; day < 4; day++)
        {
            await ObserveAsync(grid, [.. Enumerable.Range(day * 10, 10).Select(index => Some.Observation($"visitor-{index}", time: Clock.Now))]);
            Clock.Advance(Day);
            await grid.SettleAsync(Deadline);
        }

        return grid;
    }

    private StoreReading Read() => StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Opened>().Store;

    private async Task ExpectAsync(GridAsOf grid, long count, long entered, string[] members, int events)
    {
        var segment = (await grid.SegmentsAsync(Deadline)).Single();
        (segment.Count, segment.Entered).ShouldBe((count, entered));
        (await ToListAsync(grid.MembersAsync("chosen", Deadline))).Select(member => member.Profile.Value).ShouldBe(members, ignoreOrder: true);
        (await ToListAsync(grid.EventsAsync(Deadline))).Count.ShouldBe(events);
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var each in source)
        {
            list.Add(each);
        }

        return list;
    }

    private static string[] Visitors(int from, int count) => [.. Enumerable.Range(from, count).Select(index => $"visitor-{index}")];

    /// <summary>Every file of the folder with its bytes.</summary>
    private static string Fingerprint(string folder) => string.Join('\n', Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_tells_past_present_and_future_and_changes_nothing(bool crashed)
    {
        var grid = await FillAsync();
        await (crashed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());
        var before = Fingerprint(Folder.Path);
        Clock.Advance(4 * Day);

        using (var store = Read())
        {
            (store.Now, store.Clock, store.Catalog.Name).ShouldBe((Clock.Now, GridClock.System, "test"));
            await ExpectAsync(store.AsOf(store.Now), 20, 40, Visitors(20, 20), 60);
            await ExpectAsync(store.AsOf(Some.Now + Day + Hour), 20, 20, Visitors(0, 20), 20);
            await ExpectAsync(store.AsOf(Some.Now + (20 * Day)), 0, 40, [], 80);
            var then = (await store.AsOf(store.Now).ProfileAsync(Visitor(25), Deadline)).ShouldNotBeNull();
            (then.AsOf, then.Memberships.Count, then.NextFlip).ShouldBe((Clock.Now, 1, Some.Now + (9 * Day)));
            (await store.AsOf(store.Now).ProfileAsync(Some.Profile("nobody"), Deadline)).ShouldBeNull();
        }

        Fingerprint(Folder.Path).ShouldBe(before);
    }

    [Fact]
    public async Task Copy_of_a_store_with_its_log_is_read_without_a_file_being_made()
    {
        var grid = await FillAsync();
        using var copy = new TemporaryFolder();
        File.Copy(Folder.File("grid.db"), copy.File("grid.db"));
        File.Copy(Folder.File("grid.db-wal"), copy.File("grid.db-wal"));
        await grid.DisposeAsync();
        var before = Fingerprint(copy.Path);

        using (var store = StoreReading.Open(copy.Path, Clock).ShouldBeOfType<StoreReadingOpening.Opened>().Store)
        {
            await ExpectAsync(store.AsOf(store.Now), 40, 40, Visitors(0, 40), 40);
            (await store.AsOf(store.Now).ProfileAsync(Visitor(25), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1);
        }

        Fingerprint(copy.Path).ShouldBe(before);
    }

    [Fact]
    public async Task Reading_beside_a_grid_that_runs_is_as_of_its_newest_commit()
    {
        var grid = await FillAsync();
        using var store = Read();
        await ExpectAsync(store.AsOf(store.Now), 40, 40, Visitors(0, 40), 40);

        await ObserveAsync(grid, Some.Observation("visitor-99", time: Clock.Now));

        await ExpectAsync(store.AsOf(store.Now), 41, 41, [.. Visitors(0, 40), "visitor-99"], 41);
        Clock.Advance(8 * Day);
        await grid.SettleAsync(Deadline);
        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Replayed_store_is_read_as_of_its_own_clock()
    {
        var grid = await OpenAsync(Recent(), Options with { Clock = GridClock.Signals });
        await ObserveAsync(grid, Some.Observation(time: Some.Now - (100 * Day)));
        await grid.DisposeAsync();

        using var store = Read();

        store.Now.ShouldBe(Some.Now - (100 * Day));
        (await store.AsOf(store.Now).SegmentsAsync(Deadline)).Single().Count.ShouldBe(1);
        (await store.AsOf(Clock.Now).SegmentsAsync(Deadline)).Single().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Damaged_profile_is_named_and_the_rest_is_read()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(10));
        await grid.DisposeAsync();
        Tests.Store.StoreDamage.Of(Folder.Path, Some.Actor("visitor-3"));
        using var store = Read();

        (await Should.ThrowAsync<IOException>(() => store.AsOf(store.Now).ProfileAsync(Visitor(3), Deadline))).Message.ShouldContain("visitor-3");
        (await store.AsOf(Clock.Now + (10 * Day)).SegmentsAsync(Deadline)).Single().Count.ShouldBe(1);
    }

    [Fact]
    public void Folder_without_a_store_is_told() => StoreReading.Open(Folder.Path, Clock).ShouldBe(StoreReadingOpening.NoStore.Instance);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Store_that_was_only_just_begun_is_none(bool withTables)
    {
        using (var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            connection.Execute("PRAGMA journal_mode = WAL");
            if (withTables)
            {
                StoreLayout.Prepare(connection).ShouldBeNull();
            }
        }

        StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.NoStore>();
        StoreReading.Exists(Folder.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Store_of_another_layout_is_told()
    {
        await (await OpenAsync(Recent())).DisposeAsync();
        Change("PRAGMA user_version = 99");

        StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Unreadable>().Why.ShouldBe(new EmbeddedGridOpening.NewerFormat(99, StoreLayout.Version));
    }
}
