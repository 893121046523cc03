using PersonaGrain.Embedded.Transfer;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Tests.Following;

/// <summary>Accounts under a clock of signals, in imports, in exports, and as of other instants.</summary>
public sealed class AccountTimeTests : OpenAccounts
{
    private static readonly Instant Start = Instant.FromUtc(2020, 1, 1);

    private IEnumerable<(GridEventKind, string, Instant)> Story(IEnumerable<GridEvent> events) =>
        events.Where(one => one.Profile == Some.Profile(Acme)).Select(one => (one.Kind, one.Subject, one.At));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task History_replays_with_its_exact_instants(bool inOneCall)
    {
        var grid = await OpenAsync(WithAccounts, Options with { Clock = GridClock.Signals });
        Observation[] all =
        [
            Joins("ann", time: Start), Joins("bob", time: Start + Hour),
            Some.Observation("ann", time: Start + Day), Some.Observation("bob", time: Start + (2 * Day)), Some.Observation("bob", time: Start + (3 * Day)),
            Some.Observation("eve", time: Start + (5 * Day)),
        ];
        foreach (var call in inOneCall ? [all] : all.Chunk(1))
        {
            await ObserveAsync(grid, call);
        }

        await grid.AdvanceClockAsync(Start + (30 * Day), Deadline);

        (await EventsAsync(grid)).Select(one => (one.Profile.Value, one.Kind, one.Subject, one.At)).ShouldBe(
        [
            ("bob", GridEventKind.Entered, "fan", Start + (3 * Day)),
            (Acme, GridEventKind.Entered, "surging", Start + (3 * Day)),
            (Acme, GridEventKind.Entered, "has_fans", Start + (3 * Day)),
            (Acme, GridEventKind.Exited, "surging", Start + (8 * Day)),
            ("bob", GridEventKind.Exited, "fan", Start + (9 * Day)),
            (Acme, GridEventKind.Exited, "has_fans", Start + (9 * Day)),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task What_came_due_while_the_store_was_closed_happens_at_its_instants()
    {
        var grid = await OpenAsync(WithAccounts);
        await TellAsync(grid, Joins("ann"), Now("ann"), Now("ann"), Now("ann"));
        await grid.DisposeAsync();
        Clock.Advance(30 * Day);

        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        Story(await EventsAsync(again)).ShouldBe(
        [
            (GridEventKind.Entered, "surging", Some.Now), (GridEventKind.Entered, "has_fans", Some.Now),
            (GridEventKind.Exited, "has_fans", Some.Now + (7 * Day)), (GridEventKind.Exited, "surging", Some.Now + (7 * Day)),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task Import_brings_accounts_their_history_and_fires_nothing_of_the_past()
    {
        var grid = await OpenAsync(WithAccounts);
        await using var import = grid.BeginImport();
        foreach (var day in Enumerable.Range(1, 3))
        {
            var time = Some.Now - (day * Day);
            await import.ObserveAsync([Joins("ann", time: time), Some.Observation("ann", time: time), Some.Observation("ann", "cart_added", time)], Deadline);
        }

        (await SignalsAsync(grid)).ShouldBe(0, "nothing is told before the end");
        await import.CompleteAsync(Deadline);

        (await SignalsAsync(grid)).ShouldBe(9);
        Story(await EventsAsync(grid)).Select(one => (one.Item1, one.Item2)).Order()
            .ShouldBe([(GridEventKind.Entered, "has_fans"), (GridEventKind.Entered, "surging")]);
        (await grid.StatusAsync(Deadline)).Profiles.ShouldBe(1);
    }

    [Fact]
    public async Task Account_is_read_as_of_any_instant()
    {
        var grid = await OpenAsync(WithAccounts);
        await TellAsync(grid, Joins("ann"), Now("ann"), Now("ann"));
        Clock.Advance(Day);
        await TellAsync(grid, Joins("bob"), Now("bob"), Now("ann", "order_completed", value: 20));
        Clock.Advance(Day);
        await TellAsync(grid, Leaves("ann"));
        var account = Some.Profile(Acme);

        var first = (await grid.AsOf(Some.Now + Hour).ProfileAsync(account, Deadline)).ShouldNotBeNull();
        var second = (await grid.AsOf(Some.Now + Day + Hour).ProfileAsync(account, Deadline)).ShouldNotBeNull();
        var later = (await grid.AsOf(Some.Now + (30 * Day)).ProfileAsync(account, Deadline)).ShouldNotBeNull();

        (first.Signals, Trait(first, "people"), Trait(first, "fans"), first.Memberships.Select(one => one.Segment).Single()).ShouldBe((3, 1, 1, "has_fans"));
        (second.Signals, Trait(second, "people"), Trait(second, "spend")).ShouldBe((6, 2, 20));
        second.Memberships.Select(one => one.Segment).Order().ShouldBe(["has_fans", "surging"]);
        (later.Signals, Trait(later, "people"), Trait(later, "spend"), later.Memberships.Count).ShouldBe((2, 1, 0, 0));
        (await grid.AsOf(Some.Now - Hour).ProfileAsync(account, Deadline)).ShouldBeNull();
    }

    [Fact]
    public async Task Export_has_accounts_with_what_they_know_of_their_members()
    {
        var grid = await OpenAsync(WithAccounts);
        await TellAsync(grid, Joins("ann"), Now("ann"), Joins("bob"));
        await TellAsync(grid, Leaves("bob"));
        await grid.DisposeAsync();

        using var file = new MemoryStream();
        var written = (await JournalExport.WriteAsync(Folder.Path, file, null, Deadline)).ShouldBeOfType<JournalExportResult.Written>();

        var account = JournalFiles.Profiles(JournalFiles.Read(file.ToArray()))[Acme];
        account.Count(entry => entry.Kind == JournalEntryKind.Signal).ShouldBe(3, "also what bob took along, and that it did");
        account.Count(entry => entry.Kind == JournalEntryKind.Person).ShouldBe(1);
        account.Count(entry => entry.Kind == JournalEntryKind.Note).ShouldBeGreaterThanOrEqualTo(2);
        written.Summary.Totals.Profiles.ShouldBe(3);
    }
}
