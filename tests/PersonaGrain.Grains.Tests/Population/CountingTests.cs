using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.Population;

/// <summary>Each profile is counted once under each catalog, whatever is lost, repeated or done twice.</summary>
public sealed class CountingTests : ClusterTest
{
    private static readonly CatalogDocument First = Some.Catalog();
    private static readonly CatalogDocument Second = Some.Catalog(version: 2);

    private async Task<(int Catalog, long Profiles)> CountedAsync()
    {
        var fold = await Store.Journal.FoldPopulationAsync(Deadline);
        return (fold.Catalog, fold.Counts.Profiles);
    }

    private async Task<string[]> JournalAsync(string id = "ada")
    {
        var entries = new List<string>();
        await foreach (var (_, entry) in Store.Journal.ReadAsync(Some.Actor(id), 0, JournalEntryKinds.All, Deadline))
        {
            entries.Add(entry.Kind == JournalEntryKind.Catalog ? $"catalog {entry.Version}" : entry.Kind.ToString().ToLowerInvariant());
        }

        return [.. entries];
    }

    [Theory]
    [InlineData(AppendFault.Before)]
    [InlineData(AppendFault.After)]
    [InlineData(AppendFault.Conflict)]
    public async Task Fault_at_the_commit_that_counts_neither_loses_the_count_nor_doubles_it(AppendFault fault)
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(First);
        journal.FailAppend(fault, append => append.Population is not null);

        await InsistAsync(Some.Observation(id: "1"));

        journal.Hits.ShouldBe(1);
        (await CountedAsync()).ShouldBe((1, 1L));
        (await JournalAsync()).ShouldBe(["catalog 1", "signal"]);
    }

    [Theory]
    [InlineData(AppendFault.Before)]
    [InlineData(AppendFault.After)]
    [InlineData(AppendFault.Conflict)]
    public async Task Fault_at_the_move_to_a_catalog_neither_loses_the_count_nor_doubles_it(AppendFault fault)
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(First);
        await ObserveAsync(Some.Observation());
        journal.FailAppend(fault, append => append.Population is { Catalog: 2 });

        (await Grid.ReplaceCatalogAsync(Second, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await Grid.SettleAsync(Deadline);

        journal.Hits.ShouldBe(1);
        (await CountedAsync()).ShouldBe((2, 1L));
        (await JournalAsync()).ShouldBe(["catalog 1", "signal", "catalog 2"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Profile_is_counted_once_however_often_it_is_loaded(bool withSnapshot)
    {
        Store.Configure = options => (options.SnapshotFrom, options.SnapshotWhenLeaving) = (1, withSnapshot ? 1 : int.MaxValue);
        await StartAsync(First);
        await ObserveAsync(Some.Observation());
        await Grid.ReplaceCatalogAsync(Second, Deadline);
        await Grid.SettleAsync(Deadline);

        for (var again = 0; again < 3; again++)
        {
            await ForgetAsync();
            await ObserveAsync(Some.Observation());
        }

        (await CountedAsync()).ShouldBe((2, 1L));
        (await JournalAsync()).ShouldBe(["catalog 1", "signal", "catalog 2", "signal", "signal", "signal"]);
    }

    [Fact]
    public async Task Profiles_of_a_program_that_did_not_count_are_counted_when_the_cluster_starts()
    {
        foreach (var id in new[] { "ada", "bob" })
        {
            await Store.Journal.AppendAsync(new ActorAppend(Some.Actor(id), 1, [JournalEntry.Observed(Some.Signal(), Some.Now)], null), Deadline);
        }

        await StartAsync(First);
        await Grid.SettleAsync(Deadline);

        (await CountedAsync()).ShouldBe((1, 2L));
        (await JournalAsync("bob")).ShouldBe(["signal", "catalog 1"]);
    }

    [Fact]
    public async Task Counts_are_added_up_though_nothing_is_ever_published()
    {
        var memory = new InMemoryJournal();
        var journal = new WatchedJournal(memory);
        Store = new MemoryStore(memory) { Journal = journal, Configure = options => options.PopulationInterval = TimeSpan.Zero };
        await StartAsync(First);
        await ObserveAsync(Some.Observation());
        await Grid.SettleAsync(Deadline);

        for (var minute = 0; minute < 2; minute++)
        {
            var before = journal.Folds;
            Pass(TimeSpan.FromMinutes(1));
            while (journal.Folds == before)
            {
                await Task.Delay(10, Deadline);
            }
        }
    }

    [Fact]
    public async Task Signals_that_tell_nothing_new_carry_no_counts()
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(First);
        await ObserveAsync(Some.Observation());
        journal.FailAppend(AppendFault.Before, append => append.Population is not null);

        await ObserveAsync(Some.Observation(), Some.Observation());

        journal.Hits.ShouldBe(0);
    }
}
