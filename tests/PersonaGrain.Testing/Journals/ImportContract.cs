using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Population;
using PersonaGrain.Signals;
using PersonaGrain.Turns;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Journals;

/// <summary>What loading a journal file promises on every storage.</summary>
public abstract class ImportContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly CatalogDocument Recent =
        Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }""");

    [ContractFact]
    public async Task Import_writes_every_entry_in_its_order()
    {
        var file = File(3);

        var summary = await ImportAsync(file);

        summary.Imported.ShouldBe(3);
        await ShouldHoldAsync(file);
        (await Journal.TotalsAsync(Deadline)).Signals.ShouldBe(3);
    }

    [ContractFact]
    public async Task Import_leaves_the_wake_up_of_each_profile_behind()
    {
        await ImportAsync(File(2));

        var wake = (await DueAsync(Visitor(1), Some.Now + Hour)).ShouldHaveSingleItem();
        (wake.Actor, wake.At).ShouldBe((Visitor(1), Some.Now + Hour));
        (await DueAsync(Visitor(1), Some.Now + Hour - TimeSpan.FromTicks(1))).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Import_has_the_index_know_each_profile_once()
    {
        var catalog = Some.Catalog(traits: """{ "views": { "count": "product_viewed", "indexed": true } }""", segments: """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } }""");
        var file = JournalFiles.Write(
            JournalFiles.Header(catalog), [.. Enumerable.Range(0, 5).Select(index => (Visitor(index).Profile, Entries(index, index + 2)))]);
        await ImportAsync(file, new ImportOptions { EntriesPerAppend = 2 });
        await ImportAsync(file);

        var field = Catalog.Compile(catalog).IndexedFields.ShouldHaveSingleItem();
        var page = await Journal.IndexPageAsync(field.Key, IndexRange.All, null, descending: false, 10, Deadline);
        page.ShouldBe(Enumerable.Range(0, 5).Select(index => new IndexedActor(Visitor(index), SortKey.Of(index + 1))));
    }

    [ContractFact]
    public async Task Import_publishes_what_the_population_said_unless_something_newer_is_there()
    {
        var said = new ArrayBufferWriter<byte>();
        PopulationModel.Empty.Write(said);
        var file = JournalFiles.Write(JournalFiles.Header(Recent, population: said.WrittenMemory), (Visitor(0).Profile, [Signal("1"), Entered()]));

        await ImportAsync(file);
        await ImportAsync(file);

        var published = (await Host.Catalogs.NewestAsync(0, 0, Deadline)).Publication.ShouldNotBeNull();
        (published.Number, published.At, published.Decisive).ShouldBe((1, Some.Now, 0));
        published.Counts.ToArray().ShouldBe(said.WrittenSpan.ToArray());
    }

    [ContractFact]
    public async Task Import_puts_the_catalog_in_force_as_of_the_export()
    {
        await ImportAsync(File(1));

        var stored = await NewestCatalogAsync();
        stored.Applied.ShouldBe(Some.Now);
        CatalogReader.Read(stored.Json).ShouldBeOfType<CatalogReading.Sound>().Document.Segments.Keys.ShouldBe(["chosen"]);
    }

    [ContractFact]
    public async Task Second_import_changes_nothing()
    {
        var file = File(40);
        await ImportAsync(file);
        var before = await Journal.TotalsAsync(Deadline);

        var summary = await ImportAsync(file);

        (summary.Imported, summary.Present, summary.Entries).ShouldBe((0, 40, 0));
        (await Journal.TotalsAsync(Deadline)).ShouldBe(before);
    }

    [ContractFact]
    public Task Import_that_was_ended_and_run_again_equals_one_run() => EndAndGoOnAsync(new ImportOptions { Concurrency = 4 });

    [ContractFact]
    public Task Import_that_was_ended_within_a_profile_and_run_again_equals_one_run() =>
        EndAndGoOnAsync(new ImportOptions { EntriesPerAppend = 2, Concurrency = 4 });

    [ContractFact]
    public async Task Profile_that_lived_on_after_its_import_is_present()
    {
        var file = File(2);
        await ImportAsync(file);
        var length = (await ReadAsync(Visitor(0))).Count;
        await AppendAsync(Visitor(0), length + 1, Signal());

        var summary = await ImportAsync(file);

        (summary.Present, summary.Others).ShouldBe((2, 0));
        (await ReadAsync(Visitor(0))).Count.ShouldBe(length + 1);
    }

    [ContractFact]
    public async Task Profile_with_other_entries_is_named_and_left_alone()
    {
        await AppendAsync(Visitor(1), 1, Signal(), Signal());
        var before = await ReadAsync(Visitor(1));

        var summary = await ImportAsync(File(3));

        (summary.Imported, summary.Others).ShouldBe((2, 1));
        summary.OtherNames.ShouldBe(["visitor-1"]);
        (await ReadAsync(Visitor(1))).Select(entry => entry.Sequence).ShouldBe(before.Select(entry => entry.Sequence));
        (await IdsOfAsync(Visitor(2))).ShouldBe(["2-0"]);
    }

    [ContractFact]
    public async Task Conflict_over_nothing_is_appended_again()
    {
        var faulty = new FaultyJournal(Journal);
        faulty.FailAppend(AppendFault.Conflict);

        var result = await RunAsync(faulty, File(2), new ImportOptions());

        result.ShouldBeOfType<ImportResult.Finished>().Summary.Imported.ShouldBe(2);
        faulty.Hits.ShouldBe(1);
    }

    [ContractFact]
    public async Task Same_catalog_is_fine()
    {
        await SaveAsync(Recent);

        (await ImportAsync(File(1))).Imported.ShouldBe(1);
        (await NewestCatalogAsync()).Applied.ShouldBe(default);
    }

    [ContractFact]
    public async Task Other_catalog_is_refused_and_nothing_is_written()
    {
        await SaveAsync(Some.CatalogWhere("""{ "signal": "logged_in", "count": { "atLeast": 1 } }"""));

        var result = await RunAsync(Journal, File(3), new ImportOptions());

        result.ShouldBe(new ImportResult.OtherCatalog("test", 1));
        (await Journal.TotalsAsync(Deadline)).Profiles.ShouldBe(0);
    }

    [ContractFact]
    public async Task Append_whose_answer_is_lost_is_written_once()
    {
        var faulty = new FaultyJournal(Journal);
        faulty.FailAppend(AppendFault.After);
        faulty.FailAppend(AppendFault.Before);
        var file = File(5);

        var result = await RunAsync(faulty, file, new ImportOptions());

        result.ShouldBeOfType<ImportResult.Finished>().Summary.Others.ShouldBe(0);
        await ShouldHoldAsync(file);
    }

    [ContractFact]
    public async Task Storage_that_gives_no_answer_ends_the_import_with_the_reason()
    {
        var faulty = new FaultyJournal(Journal);
        for (var fault = 0; fault < 3; fault++)
        {
            faulty.FailAppend(AppendFault.Before);
        }

        var result = await RunAsync(faulty, File(1), new ImportOptions { StorageTimeout = TimeSpan.Zero });

        result.ShouldBeOfType<ImportResult.Unavailable>().Reason.ShouldContain("a fault that the test set up");
        (await Host.Catalogs.NewestAsync(0, 0, Deadline)).Catalog.ShouldBeNull();
    }

    private async Task EndAndGoOnAsync(ImportOptions options)
    {
        var file = File(30, entries: 7);
        await EndedAfterAsync(JournalFiles.Read(file), 100, options);

        var summary = await ImportAsync(file, options);

        (summary.Imported + summary.Completed + summary.Present).ShouldBe(30);
        summary.Others.ShouldBe(0);
        await ShouldHoldAsync(file);
        (await Journal.TotalsAsync(Deadline)).Signals.ShouldBe(30 * 6);
        (await Journal.EventsAsync(0, 1_000, Deadline)).Events.Count.ShouldBe(30);
    }

    [ContractFact]
    public async Task Import_sets_aside_what_was_set_aside_and_a_second_one_changes_nothing()
    {
        var held = Enumerable.Range(0, 25).Select(index => new QuarantinedSignal(
            Some.Profile($"visitor-{index % 3}"),
            Some.Signal(id: $"{index}", attributes: Some.Attributes(("price", "€ 9"))),
            new SignalFault("wrong_attribute_type", "attributes.price", "declared as number") { Sample = index == 0 ? null : "€ 9" },
            Some.Now - TimeSpan.FromMinutes(index)) { HistoryBegan = index % 2 == 0 ? null : Some.Now - TimeSpan.FromHours(index) }).ToArray();
        var file = JournalFiles.WriteWithQuarantine(JournalFiles.Header(Recent), held);
        var options = new ImportOptions { EntriesPerAppend = 10 };

        var first = await ImportAsync(file, options);
        var second = await ImportAsync(file, options);

        (first.Quarantined, second.Quarantined).ShouldBe((25, 0));
        var kept = (await Host.Quarantine.ReadAsync(0, 100, Deadline)).Select(static entry => entry.Held).ToArray();
        kept.Select(Told).ShouldBe(held.Select(Told));
    }

    private static string Told(QuarantinedSignal held) =>
        $"{held.Profile} {held.Signal.Id} {held.Signal.Time} {held.Signal.Attributes["price"].Text} {held.Fault} {held.Received} {held.HistoryBegan}";

    private static ActorId Visitor(int index) => Some.Actor($"visitor-{index}");

    /// <summary>Profiles that entered the segment with their first signal.</summary>
    private static byte[] File(int profiles, int entries = 2) => JournalFiles.Write(
        JournalFiles.Header(Recent),
        [.. Enumerable.Range(0, profiles).Select(index => (Visitor(index).Profile, Entries(index, entries)))]);

    private static JournalEntry[] Entries(int profile, int count) =>
    [
        Signal($"{profile}-0"), Entered(), .. Enumerable.Range(1, count - 2).Select(index => Signal($"{profile}-{index}")),
    ];

    private async Task<ImportSummary> ImportAsync(byte[] file, ImportOptions? options = null) =>
        (await RunAsync(Journal, file, options ?? new ImportOptions())).ShouldBeOfType<ImportResult.Finished>().Summary;

    private async Task<ImportResult> RunAsync(IActorJournal journal, byte[] file, ImportOptions options) =>
        await new JournalImport(journal, Host.Catalogs, Host.Quarantine, TimeProvider.System, options).RunAsync(JournalFiles.Stream(JournalFiles.Read(file)), Deadline);

    private async Task EndedAfterAsync(List<TransferLine> lines, int count, ImportOptions options)
    {
        async IAsyncEnumerable<TransferLine> Ended()
        {
            foreach (var line in lines.Take(count))
            {
                yield return line;
            }

            await Task.CompletedTask;
            throw new OperationCanceledException("the process ends here");
        }

        await Should.ThrowAsync<OperationCanceledException>(
            () => new JournalImport(Journal, Host.Catalogs, Host.Quarantine, TimeProvider.System, options).RunAsync(Ended(), Deadline));
    }

    private async Task ShouldHoldAsync(byte[] file)
    {
        foreach (var (profile, entries) in JournalFiles.Profiles(JournalFiles.Read(file)))
        {
            var held = await ReadAsync(Some.Actor(profile));
            held.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, held.Count).Select(sequence => (long)sequence));
            held[^1].Entry.ShouldBe(JournalEntry.Adopted(Recent.Version, Some.Now));
            held.SkipLast(1).Select(Describe).ShouldBe(entries.Select((entry, index) => Describe(new JournaledEntry(index + 1, entry))), profile);
        }
    }

    private static string Describe(JournaledEntry entry) => entry.Entry.Kind == JournalEntryKind.Signal
        ? $"{entry.Sequence} {entry.Entry.Signal.Id} {entry.Entry.Signal.Time} {entry.Entry.Received}"
        : $"{entry.Sequence} {entry.Entry}";

    private async Task SaveAsync(CatalogDocument document) => (await Host.Catalogs.SaveAsync(
        new StoredCatalog(document.Version, CatalogWriter.Write(document), default), Deadline)).ShouldBe(CatalogSave.Saved.Instance);

    private async Task<StoredCatalog> NewestCatalogAsync() => (await Host.Catalogs.NewestAsync(0, 0, Deadline)).Catalog.ShouldNotBeNull();
}
