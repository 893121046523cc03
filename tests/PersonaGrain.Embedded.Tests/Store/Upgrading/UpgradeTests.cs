using System.IO.Compression;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Transfer;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Store.Upgrading;

/// <summary>Stores that the version before wrote, as they were when it closed them, and when it was killed right after the commit of a catalog.</summary>
public sealed class UpgradeTests : OpenGrid
{
    private static readonly TimeSpan Closed = TimeSpan.FromHours(389);
    private static readonly TimeSpan Killed = TimeSpan.FromHours(28);

    private async Task UnpackAsync(string name)
    {
        await using var asset = typeof(UpgradeTests).Assembly.GetManifestResourceStream($"{name}.db.gz").ShouldNotBeNull();
        await using var unpacked = new GZipStream(asset, CompressionMode.Decompress);
        await using var file = File.Create(Folder.File("grid.db"));
        await unpacked.CopyToAsync(file, Deadline);
    }

    /// <summary>Takes back what the second layout brought.</summary>
    private void MakeLayout1() => Change(
        """
        DROP INDEX snapshots_by_wake; ALTER TABLE snapshots DROP COLUMN wake; DROP TABLE population;
        ALTER TABLE state DROP COLUMN reevaluated; ALTER TABLE state DROP COLUMN reevaluate_to; ALTER TABLE state DROP COLUMN pruned;
        PRAGMA user_version = 1;
        """);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Store_that_was_closed_is_what_it_was(int layout)
    {
        await UnpackAsync("layout-2-closed");
        if (layout == 1)
        {
            MakeLayout1();
        }

        Clock.Advance(Closed);
        var steps = new List<OpeningStep>();
        var grid = await OpenAsync(progress: progress => steps.Add(progress.Step));

        var status = await grid.StatusAsync(Deadline);
        (status.Signals, status.Profiles, status.LastEvent, status.CatalogVersion).ShouldBe((48, 10, 72, 2));
        (await grid.SegmentsAsync(Deadline)).Select(segment => (segment.Id, segment.Count, segment.Entered, segment.Exited))
            .ShouldBe([("buyer", 1, 1, 0), ("chosen", 1, 11, 10)]);
        var visitor = await ProfileAsync(grid, "visitor-3");
        (visitor.Signals, visitor.FirstSeen, visitor.LastSeen).ShouldBe((6, Some.Now, Some.Now + (388 * Hour)));
        visitor.Memberships.Select(membership => (membership.Segment, membership.Since, membership.Version)).ShouldBe([("chosen", Some.Now + (388 * Hour), 3)]);
        var events = await EventsAsync(grid);
        events.Select(each => each.Position).ShouldBe([57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 70, 72]);
        events[^1].ShouldSatisfyAllConditions(
            each => (each.Kind, each.Profile.Value, each.Subject, each.Version).ShouldBe((GridEventKind.Triggered, "visitor-4", "cart_abandoned", 1)),
            each => each.At.ShouldBe(Some.Now + (388.5 * Hour)),
            each => each.Cause.Kind.ShouldBe(CauseKind.Unrecorded));
        (await grid.TimelineAsync(Some.Profile("visitor-2"), 10, Deadline)).ShouldNotBeNull().Select(entry => entry.Signal.Id)
            .ShouldBe(["o-2", "c-2", "v-3-2", "v-2-2", "v-1-2", "v-0-2"]);
        (await grid.ObserveAsync([Some.Observation("visitor-3", id: "late-1")], Deadline)).ShouldBeOfType<ObserveResult.Observed>()
            .Outcomes.Single().Status.ShouldBe(ObservationStatus.Duplicate);
        Number("PRAGMA user_version").ShouldBe(StoreLayout.Version);
    }

    [Fact]
    public async Task Store_lives_on_after_the_upgrade_as_it_would_have()
    {
        await UnpackAsync("layout-2-closed");
        Clock.Advance(Closed);
        var grid = await OpenAsync();
        await ObserveAsync(grid, Some.Observation("visitor-5", time: Clock.Now), Some.Observation("visitor-5", time: Clock.Now));
        await grid.AbandonAsync();
        Clock.Advance(60 * Day);

        var again = await OpenAsync();

        var story = (await EventsAsync(again)).Where(each => each.Position > 72).Select(each => (each.Kind, each.Profile.Value, each.Subject, each.At, each.Version));
        story.ShouldBe(
        [
            (GridEventKind.Entered, "visitor-5", "chosen", Some.Now + Closed, 3),
            (GridEventKind.Exited, "visitor-3", "chosen", Some.Now + (388 * Hour) + (3 * Day), 4),
            (GridEventKind.Exited, "visitor-5", "chosen", Some.Now + Closed + (3 * Day), 4),
            (GridEventKind.Exited, "visitor-2", "buyer", Some.Now + (4 * Hour) + (30 * Day), 2),
        ]);
    }

    [Fact]
    public async Task Events_that_the_older_layout_pruned_are_stood_in_for_in_an_export()
    {
        await UnpackAsync("layout-2-closed");
        Clock.Advance(Closed);
        await (await OpenAsync()).DisposeAsync();
        using var target = new MemoryStream();

        var written = (await JournalExport.WriteAsync(Folder.Path, target, null, Deadline)).ShouldBeOfType<JournalExportResult.Written>();

        written.Summary.PrunedProfiles.ShouldBe(10);
        var profile = PersonaGrain.Testing.Journals.JournalFiles.Profiles(PersonaGrain.Testing.Journals.JournalFiles.Read(target.ToArray()))["visitor-3"];
        profile.Where(entry => entry.IsEvent).Select(entry => $"{entry.Subject} {entry.Version}").ShouldBe(["chosen 1", "chosen 2", "chosen 3"]);
    }

    [Fact]
    public async Task Store_that_was_killed_when_a_catalog_came_goes_on_as_of_then()
    {
        await UnpackAsync("layout-2-killed");
        Clock.Advance(Killed + (2 * Hour));

        var grid = await OpenAsync();
        await grid.SettleAsync(Deadline);

        var exits = (await EventsAsync(grid)).Where(each => each.Kind == GridEventKind.Exited).ToList();
        exits.Count.ShouldBe(11);
        exits.ShouldAllBe(each => each.At == Some.Now + Killed && each.Cause == Cause.OfCatalog(2));
        (await grid.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        (await ProfileAsync(grid, "bot")).Signals.ShouldBe(1_100);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    public async Task Upgrade_that_ends_in_the_middle_leaves_the_older_store_whole_and_is_made_anew(int pages)
    {
        await UnpackAsync("layout-2-killed");
        Clock.Advance(Killed + (2 * Hour));
        var limits = new StoreLimits { MaximumPages = pages };
        (await TryOpenAsync(options: Options with { Limits = limits })).ShouldBeOfType<EmbeddedGridOpening.NotWritable>().Code.ShouldBe("disk_full");
        (Number("PRAGMA user_version"), Number("SELECT count(*) FROM profiles")).ShouldBe((2, 11));

        var grid = await OpenAsync();

        (await ProfileAsync(grid, "bot")).Signals.ShouldBe(1_100);
        Number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'old_%'").ShouldBe(0);
    }

    [Fact]
    public async Task Every_id_of_a_profile_with_many_is_known_after_the_upgrade()
    {
        await UnpackAsync("layout-2-killed");
        Clock.Advance(Killed);
        var grid = await OpenAsync();

        var outcomes = (await grid.ObserveAsync([.. Enumerable.Range(0, 1_101).Select(index => Some.Observation("bot", id: $"bot-{index}", time: Clock.Now))], Deadline))
            .ShouldBeOfType<ObserveResult.Observed>().Outcomes;

        outcomes.Count(outcome => outcome.Status == ObservationStatus.Duplicate).ShouldBe(1_100);
        outcomes[^1].Status.ShouldBe(ObservationStatus.Accepted);
    }

    [Fact]
    public async Task Row_that_can_not_be_read_is_the_fault_of_its_own_profile()
    {
        await UnpackAsync("layout-2-closed");
        const string damaged = "(SELECT key FROM profiles WHERE id = 'visitor-3')";
        Change($"UPDATE journal SET payload = x'FF' WHERE profile = {damaged}; UPDATE snapshots SET body = x'00' WHERE profile = {damaged}");
        Clock.Advance(Closed);

        var grid = await OpenAsync();

        await Should.ThrowAsync<IOException>(async () => await grid.ProfileAsync(Some.Profile("visitor-3"), Deadline));
        (await ProfileAsync(grid, "visitor-4")).Signals.ShouldBe(6);
    }
}
