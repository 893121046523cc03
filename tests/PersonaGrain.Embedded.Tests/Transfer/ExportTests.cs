using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Transfer;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Embedded.Tests.Transfer;

public sealed class ExportTests : OpenGrid
{
    private static readonly CatalogDocument Shop = Some.Catalog(
        segments: """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } } }""",
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""");

    [Fact]
    public async Task Export_holds_what_happened_to_each_profile_in_order()
    {
        var grid = await OpenAsync(Shop);
        await ObserveAsync(grid, Some.Observation("ann", id: "1", time: Clock.Now), Some.Observation("bob", "cart_added", id: "1", time: Clock.Now));
        await AdvanceAsync(grid, 2 * Hour);
        await ObserveAsync(grid, Some.Observation("ann", id: "2", time: Clock.Now));
        await grid.DisposeAsync();

        var (summary, lines) = await ExportAsync();

        summary.Totals.ShouldBe(new TransferTotals(2, 8, 4));
        var profiles = JournalFiles.Profiles(lines);
        profiles["ann"].Select(Told).ShouldBe(["1", "entered 1", "exited 2", "2", "entered 3"]);
        profiles["bob"].Select(Told).Order().ShouldBe(["1", "cart_abandoned 1", "trigger:cart_abandoned:1"]);
        lines[0].ShouldBeOfType<TransferLine.Header>().Value.ShouldSatisfyAllConditions(
            header => header.Clock.ShouldBe("system"),
            header => header.Now.ShouldBe(Clock.Now),
            header => CatalogWriter.Write(header.Catalog).ShouldBe(CatalogWriter.Write(Shop)));
    }

    [Fact]
    public async Task Export_of_a_store_in_use_is_as_of_a_commit_and_disturbs_nobody()
    {
        var grid = await OpenAsync(Shop);
        await ObserveAsync(grid, Views(50, each: 3));
        using var stop = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await ObserveAsync(grid, Views(50));
            }
        });

        var (summary, lines) = await ExportAsync();
        await stop.CancelAsync();
        await sending;

        // A call is one commit: every profile has seen as many calls as any other.
        var counts = JournalFiles.Profiles(lines).Values.Select(entries => entries.Count(entry => entry.Kind == JournalEntryKind.Signal)).Distinct();
        counts.ShouldHaveSingleItem().ShouldBeGreaterThanOrEqualTo(3);
        summary.Totals.Profiles.ShouldBe(50);
    }

    [Fact]
    public async Task Export_of_a_killed_store_holds_what_was_acknowledged()
    {
        var grid = await OpenAsync(Shop);
        await ObserveAsync(grid, Views(30, each: 2));
        await grid.AbandonAsync();

        var (summary, _) = await ExportAsync();

        summary.Totals.ShouldBe(new TransferTotals(30, 90, 60));
    }

    [Fact]
    public async Task Export_again_gives_the_same_file()
    {
        var grid = await OpenAsync(Shop);
        await ObserveAsync(grid, Views(20));
        await grid.DisposeAsync();

        (await FileAsync()).ShouldBe(await FileAsync());
    }

    [Fact]
    public async Task Events_that_are_no_longer_told_are_exported_all_the_same()
    {
        var options = Options with { EventRetention = Day };
        var grid = await OpenAsync(Shop, options);
        await ObserveAsync(grid, Some.Observation("ann", time: Clock.Now), Some.Observation("bob", "cart_added", time: Clock.Now), Some.Observation("dan", time: Clock.Now));
        await AdvanceAsync(grid, 2 * Hour);
        await ObserveAsync(grid, Some.Observation("ann", time: Clock.Now), Some.Observation("cleo", time: Clock.Now));
        await grid.DisposeAsync();
        Clock.Advance(2 * Day);
        grid = await OpenAsync(options: options);
        await ObserveAsync(grid, Some.Observation("cleo", time: Clock.Now));
        await grid.DisposeAsync();
        grid = await OpenAsync(options: options);
        var cleo = await ProfileAsync(grid, "cleo");
        (await EventsAsync(grid)).Select(one => $"{one.Profile} {one.Version}").ShouldBe(["ann 4", "cleo 2", "cleo 3"], ignoreOrder: true);
        await grid.DisposeAsync();

        var (summary, lines) = await ExportAsync();

        summary.PrunedProfiles.ShouldBe(0);
        var profiles = JournalFiles.Profiles(lines);
        profiles["ann"].Where(entry => entry.Kind != JournalEntryKind.Signal).Select(Told).ShouldBe(["entered 1", "exited 2", "entered 3", "exited 4"]);
        profiles["bob"].Where(entry => entry.Kind != JournalEntryKind.Signal).Select(Told).ShouldBe(["cart_abandoned 1"]);
        profiles["dan"].Where(entry => entry.Kind != JournalEntryKind.Signal).Select(Told).ShouldBe(["entered 1", "exited 2"]);
        profiles["cleo"].Where(entry => entry.Kind != JournalEntryKind.Signal).Select(Told).ShouldBe(["entered 1", "exited 2", "entered 3"]);
        Fold(profiles["cleo"]).ShouldBe([.. cleo.Memberships]);
        Count(profiles.Values).ShouldBe(1);
    }

    [Fact]
    public async Task Profiles_that_a_new_catalog_has_not_reached_yet_are_exported_as_it_has_them()
    {
        var grid = await OpenAsync(Shop);
        await ObserveAsync(grid, Some.Observation("ann", "logged_in", time: Clock.Now));
        await grid.DisposeAsync();
        using (var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.Zero))
        {
            // As a crash leaves it right after the new catalog was made durable.
            var next = Some.CatalogWhere("""{ "signal": "logged_in", "count": { "atLeast": 1 } }""", version: 2);
            Embedded.Catalogs.CatalogTable.Write(connection, next, Clock.Now, CatalogOrigin.Unknown, Clock.Now);
            connection.Execute("UPDATE state SET reevaluate_to = (SELECT max(key) FROM actors)");
        }

        var (_, lines) = await ExportAsync();

        JournalFiles.Profiles(lines)["ann"].Skip(1).Select(Told).ShouldBe(["entered 1"]);
    }

    [Fact]
    public async Task Folder_without_a_store_is_told() =>
        (await JournalExport.WriteAsync(Folder.Path, Stream.Null, null, Deadline)).ShouldBe(JournalExportResult.NoStore.Instance);

    [Fact]
    public async Task File_that_is_no_store_or_of_another_layout_is_told()
    {
        await File.WriteAllTextAsync(Folder.File("grid.db"), new string('x', 5_000));
        (await WhyUnreadableAsync()).ShouldBeOfType<EmbeddedGridOpening.Damaged>();

        File.Delete(Folder.File("grid.db"));
        await (await OpenAsync(Shop)).DisposeAsync();
        SetLayout(99);
        (await WhyUnreadableAsync()).ShouldBe(new EmbeddedGridOpening.NewerFormat(99, StoreLayout.Version));
        SetLayout(1);
        (await WhyUnreadableAsync()).ShouldBeOfType<EmbeddedGridOpening.Damaged>().Remedy.ShouldContain("persona serve");
    }

    private static string Told(JournalEntry entry) => entry.Kind switch
    {
        JournalEntryKind.Signal => entry.Signal.Id,
        JournalEntryKind.Change => $"{(entry.Change.Entered ? "entered" : "exited")} {entry.Version}",
        JournalEntryKind.Firing => $"{entry.Subject} {entry.Version}",
        _ => "?",
    };

    private static Membership[] Fold(IEnumerable<JournalEntry> entries)
    {
        var machine = new ProfileMachine(Catalog.Compile(Shop), PopulationModel.Empty);
        var state = machine.Create(Some.Now);
        foreach (var entry in entries.Where(entry => entry.Kind == JournalEntryKind.Change))
        {
            machine.Fold(state, entry);
        }

        return [.. machine.View(Some.Profile(), state, Some.Now).Memberships];
    }

    private static long Count(IEnumerable<IEnumerable<JournalEntry>> profiles)
    {
        var aggregate = new SegmentAggregate();
        foreach (var entry in profiles.SelectMany(entries => entries).Where(entry => entry.Kind == JournalEntryKind.Change))
        {
            aggregate.Apply(entry.Change);
        }

        return aggregate.Count;
    }

    private async Task AdvanceAsync(EmbeddedGrid grid, TimeSpan span)
    {
        Clock.Advance(span);
        await grid.SettleAsync(Deadline);
    }

    private async Task<(JournalExportSummary Summary, List<TransferLine> Lines)> ExportAsync()
    {
        using var target = new MemoryStream();
        var result = await JournalExport.WriteAsync(Folder.Path, target, null, Deadline);
        return (result.ShouldBeOfType<JournalExportResult.Written>().Summary, JournalFiles.Read(target.ToArray()));
    }

    private async Task<byte[]> FileAsync()
    {
        using var target = new MemoryStream();
        (await JournalExport.WriteAsync(Folder.Path, target, null, Deadline)).ShouldBeOfType<JournalExportResult.Written>();
        return target.ToArray();
    }

    private async Task<EmbeddedGridOpening> WhyUnreadableAsync() =>
        (await JournalExport.WriteAsync(Folder.Path, Stream.Null, null, Deadline)).ShouldBeOfType<JournalExportResult.Unreadable>().Why;

    private void SetLayout(int version)
    {
        using var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.Zero);
        connection.Execute($"PRAGMA user_version = {version}");
    }
}
