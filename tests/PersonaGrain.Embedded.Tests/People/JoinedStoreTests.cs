using PersonaGrain.Embedded.Store;
using PersonaGrain.Embedded.Transfer;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Embedded.Tests.People;

/// <summary>What a store has of joined people: read as of other times, read without a grid, exported, upgraded, and after many commits and checkpoints.</summary>
public sealed class JoinedStoreTests : OpenPeople
{
    private const string Anonymous = "anonymous:7f3";

    private async Task<EmbeddedGrid> FillAsync(EmbeddedGridOptions? options = null)
    {
        var grid = await OpenAsync(Recent("2d"), options);
        await ObserveAsync(grid, Some.Observation(Anonymous, id: "a", time: Clock.Now));
        Clock.Advance(Hour);
        await grid.SettleAsync(Deadline);
        await ObserveAsync(grid, Some.Observation("ann", id: "b", time: Clock.Now));
        Clock.Advance(Hour);
        await grid.SettleAsync(Deadline);
        await JoinAsync(grid, Anonymous, "ann");
        return grid;
    }

    [Theory]
    [InlineData(Anonymous)]
    [InlineData("ann")]
    public async Task Any_identity_is_answered_for_as_of_other_times(string identity)
    {
        var grid = await FillAsync();

        var past = (await grid.AsOf(Some.Now + (Hour / 2)).ProfileAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull();
        var future = grid.AsOf(Some.Now + (3 * Day));

        (past.Id, past.Signals).ShouldBe((Some.Profile("ann"), 1));
        (await future.ProfileAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull().Memberships.ShouldBeEmpty();
        (await future.SegmentsAsync(Deadline)).Single().Count.ShouldBe(0);
        (await ToListAsync(future.EventsAsync(Deadline))).Count(one => one.At == Some.Now + Hour + (2 * Day)).ShouldBe(1, "an identity that is sealed has no future of its own");
        await PartAsync(grid, Anonymous);
        (await grid.AsOf(Clock.Now).ProfileAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1);
        (await grid.AsOf(Clock.Now - TimeSpan.FromTicks(1)).ProfileAsync(Some.Profile("ann"), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1, "what was given back counts no more");
    }

    [Fact]
    public async Task Person_is_counted_once_as_of_any_time()
    {
        var grid = await FillAsync();
        var joined = Clock.Now;
        Clock.Advance(Hour);
        await PartAsync(grid, Anonymous);
        await grid.SettleAsync(Deadline);
        Clock.Advance(Hour);

        foreach (var (at, count) in new[] { (Some.Now, 1), (Some.Now + Hour, 2), (joined - TimeSpan.FromTicks(1), 2), (joined, 1), (joined + (Hour / 2), 1), (joined + Hour, 2) })
        {
            var then = grid.AsOf(at);
            (await then.SegmentsAsync(Deadline)).Single().Count.ShouldBe(count, $"as of {at}");
            (await ToListAsync(then.MembersAsync("chosen", Deadline))).Count.ShouldBe(count, $"as of {at}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_without_a_grid_answers_by_any_identity(bool crashed)
    {
        var grid = await FillAsync();
        await (crashed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());

        using var store = StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Opened>().Store;

        store.Profiles.ShouldBe(1);
        foreach (var identity in new[] { Anonymous, "ann" })
        {
            var view = (await store.AsOf(store.Now).ProfileAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull();
            (view.Id, view.Signals).ShouldBe((Some.Profile("ann"), 2));
            (await store.AsOf(Some.Now).ProfileAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1);
        }

        (await store.AsOf(store.Now + (3 * Day)).SegmentsAsync(Deadline)).Single().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Export_has_the_entries_of_all_identities_as_they_are()
    {
        var grid = await FillAsync();
        await PartAsync(grid, Anonymous);
        await JoinAsync(grid, Anonymous, "ann");
        await grid.DisposeAsync();
        using var file = new MemoryStream();
        (await JournalExport.WriteAsync(Folder.Path, file, null, Deadline)).ShouldBeOfType<JournalExportResult.Written>();
        var lines = JournalFiles.Read(file.ToArray());
        var profiles = JournalFiles.Profiles(lines);

        lines[0].ShouldBeOfType<TransferLine.Header>().Value.HasPeople.ShouldBeTrue();
        profiles[Anonymous].Where(entry => entry.Kind == JournalEntryKind.Person).Select(entry => entry.Person.Kind.ToString()).ShouldBe(["Sealed", "Restored", "Sealed"]);
        profiles["ann"].Where(entry => entry.Kind == JournalEntryKind.Person).Select(entry => entry.Person.Kind.ToString()).ShouldBe(["Absorbed", "Released", "Absorbed"]);
        profiles["ann"].Where(entry => entry.Kind == JournalEntryKind.Signal).Select(entry => entry.Signal.Id).ShouldBe(["b", "a", "a"]);
    }

    [Fact]
    public async Task Store_of_before_there_were_joins_is_upgraded_in_place()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Some.Observation(Anonymous), Some.Observation("ann"));
        await grid.DisposeAsync();
        Change("DROP TABLE joined; DROP TABLE field_values; DROP TABLE indexed_fields; PRAGMA user_version = 3");

        StoreReading.Open(Folder.Path, Clock).ShouldBeOfType<StoreReadingOpening.Unreadable>();
        grid = await OpenAsync();

        await JoinAsync(grid, Anonymous, "ann");
        (await SignalsAsync(grid, Anonymous)).ShouldBe(2);
        Number("PRAGMA user_version").ShouldBe(StoreLayout.Version);
        Number("SELECT count(*) FROM joined").ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Long_journals_of_both_are_joined_and_go_on(bool crashed)
    {
        var options = Options with { LongHistory = 1_500, CheckpointInterval = 8 * 4_096, EventRetention = Day };
        var grid = await OpenAsync(Recent(), options);
        for (var call = 0; call < 4; call++)
        {
            await ObserveAsync(grid, [.. Enumerable.Range(call * 500, 500).SelectMany(index => new[]
            {
                Some.Observation(Anonymous, id: $"a-{index}", time: Clock.Now), Some.Observation("ann", id: $"b-{index}", time: Clock.Now),
            })]);
            Clock.Advance(Hour);
        }

        await JoinAsync(grid, Anonymous, "ann");
        await ObserveAsync(grid, Some.Observation(Anonymous, id: "c", time: Clock.Now), Some.Observation("ann", id: "d", time: Clock.Now));
        (await SignalsAsync(grid, "ann")).ShouldBe(4_002);
        await (crashed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());

        grid = await OpenAsync(options: options);
        (await SignalsAsync(grid, Anonymous)).ShouldBe(4_002);
        (await ObserveRepeatsAsync(grid)).ShouldBe([ObservationStatus.Duplicate, ObservationStatus.Duplicate, ObservationStatus.Accepted]);
        await grid.ReplaceCatalogAsync(Recent(version: 2), Deadline);
        await grid.SettleAsync(Deadline);
        (await SignalsAsync(grid, Anonymous)).ShouldBe(4_003);
        await PartAsync(grid, Anonymous);
        (await SignalsAsync(grid, Anonymous)).ShouldBe(2_001);
        (await SignalsAsync(grid, "ann")).ShouldBe(2_002);
    }

    private async Task<ObservationStatus[]> ObserveRepeatsAsync(EmbeddedGrid grid)
    {
        var call = new[] { Some.Observation("ann", id: "a-3"), Some.Observation(Anonymous, id: "b-7"), Some.Observation("ann", id: "e") };
        return [.. (await grid.ObserveAsync(call, Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes.Select(outcome => outcome.Status)];
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
}
