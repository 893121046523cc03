using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.Catalogs;

/// <summary>Each profile comes to each catalog once, and says so in its journal, whatever is lost, repeated or done twice.</summary>
public sealed class AdoptionTests : ClusterTest
{
    private static readonly CatalogDocument First = Some.Catalog();
    private static readonly CatalogDocument Second = Some.Catalog(version: 2);

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
    public async Task Fault_at_the_move_to_a_catalog_leaves_one_move(AppendFault fault)
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(First);
        await ObserveAsync(Some.Observation());
        journal.FailAppend(fault, append => append.Adopts == 2);

        (await Grid.ReplaceCatalogAsync(Second, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await Grid.SettleAsync(Deadline);

        journal.Hits.ShouldBe(1);
        (await JournalAsync()).ShouldBe(["catalog 1", "signal", "catalog 2"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Profile_moves_once_however_often_it_is_loaded(bool withSnapshot)
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

        (await JournalAsync()).ShouldBe(["catalog 1", "signal", "catalog 2", "signal", "signal", "signal"]);
    }

    [Fact]
    public async Task Profiles_that_came_to_no_catalog_yet_do_so_when_the_cluster_starts()
    {
        foreach (var id in new[] { "ada", "bob" })
        {
            await Store.Journal.AppendAsync(new ActorAppend(Some.Actor(id), 1, [JournalEntry.Observed(Some.Signal(), Some.Now)], null), Deadline);
        }

        await StartAsync(First);
        await Grid.SettleAsync(Deadline);

        (await JournalAsync("bob")).ShouldBe(["signal", "catalog 1"]);
    }
}
