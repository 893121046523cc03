using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Catalogs;

/// <summary>A walk leaves every profile and every segment as the newest catalog says, and nothing in memory.</summary>
public sealed class ReevaluationTests : ClusterTest
{
    private const string OneView = """{ "signal": "product_viewed", "count": { "atLeast": 1 } }""";

    [Fact]
    public async Task New_profile_whose_commit_took_longer_than_the_walk_follows_the_catalog()
    {
        var memory = new InMemoryJournal();
        var journal = new WatchedJournal(memory);
        Store = new MemoryStore(memory) { Journal = journal };
        await StartAsync(Recent);
        journal.Hold("late");
        var sending = Cluster.Grains.GetGrain<IActorGrain>("late").ObserveAsync(new ObserveRequest(1, [Some.Signal(id: "1")]));
        await journal.Reached;

        await ReplaceAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 5 } }""", version: 2));
        await Grid.SettleAsync(Deadline);
        journal.Release();

        (await sending).Outcomes.ShouldNotBeNull().Single().Status.ShouldBe(ObservationStatus.Accepted);
        await Grid.SettleAsync(Deadline);
        (await Grid.MembersAsync("chosen", null, 10, Deadline)).ShouldNotBeNull().Members.ShouldBeEmpty("one view does not make a member by version 2");
        (await StoryAsync("late")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Segment_that_came_back_keeps_its_members_though_its_shards_hear_late_that_it_was_lost()
    {
        const int Visitors = 100;
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, Visitors).Select(index => Some.Observation($"visitor-{index}"))]);
        await Grid.SettleAsync(Deadline);
        await ReplaceAsync(Some.Catalog($$"""{ "other": { "when": {{OneView}} } }""", version: 2));
        await Grid.SettleAsync(Deadline);
        var lost = (await Store.Journal.TotalsAsync(Deadline)).LastEvent;
        await ReplaceAsync(Some.CatalogWhere(OneView, version: 3));
        await Grid.SettleAsync(Deadline);

        for (var again = 0; again < 2; again++)
        {
            for (var shard = 0; shard < Shards.SegmentCount; shard++)
            {
                await Shard(shard).ForgetUpToAsync(lost);
            }

            await IsAsync();
            await Task.WhenAll(Enumerable.Range(0, Shards.SegmentCount).Select(shard => Cluster.Orleans.DeactivateAsync(Shard(shard))));
            await IsAsync();
        }

        async Task IsAsync()
        {
            await Grid.SettleAsync(Deadline);
            var segment = (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull();
            (segment.Count, segment.Entered, segment.Exited).ShouldBe((Visitors, Visitors, 0L));
            (await Grid.MembersAsync("chosen", null, 1_000, Deadline)).ShouldNotBeNull().Members.Count.ShouldBe(Visitors);
        }
    }

    [Fact]
    public async Task Segment_of_a_catalog_that_was_replaced_before_all_came_to_it_begins_anew_when_it_comes_back()
    {
        const int Visitors = 100;
        var memory = new InMemoryJournal();
        var journal = new WatchedJournal(memory);
        Store = new MemoryStore(memory) { Journal = journal };
        await StartAsync(Some.Catalog($$"""{ "first": { "when": {{OneView}} } }"""));
        await ObserveAsync([.. Enumerable.Range(0, Visitors).Select(index => Some.Observation($"visitor-{index}"))]);
        await Grid.SettleAsync(Deadline);

        journal.Hold("visitor-7");
        await ReplaceAsync(Some.Catalog($$"""{ "chosen": { "when": {{OneView}} } }""", version: 2));
        await journal.Reached;
        while ((await Store.Journal.EventsAsync(0, 1_000, Deadline)).Events.Count(one => one is { Kind: GridEventKind.Entered, Subject: "chosen" }) < Visitors - 1)
        {
            await Task.Delay(10, Deadline);
        }

        await ReplaceAsync(Some.Catalog($$"""{ "third": { "when": {{OneView}} } }""", version: 3));
        journal.Release();
        await Grid.SettleAsync(Deadline);
        await ReplaceAsync(Some.CatalogWhere(OneView, version: 4));
        await Grid.SettleAsync(Deadline);

        var segment = (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull();
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((Visitors, Visitors, 0L));
    }

    [Fact]
    public async Task Profiles_that_nobody_asks_for_leave_memory_when_the_walk_has_been_there()
    {
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 200).Select(index => Some.Observation($"visitor-{index}"))]);
        await CrashAsync();
        await ProfileAsync("visitor-7");

        await ReplaceAsync(Some.CatalogWhere(OneView, version: 2));
        await Grid.SettleAsync(Deadline);

        while ((await Cluster.ProfilesInMemoryAsync()).Sum() != 1)
        {
            await Task.Delay(10, Deadline);
        }

        Cluster.HomeOf(Cluster.Grains.GetGrain<IActorGrain>("visitor-7")).ShouldNotBeNull();
    }

    private async Task ReplaceAsync(CatalogDocument catalog) => (await Grid.ReplaceCatalogAsync(catalog, Deadline)).ShouldBeOfType<CatalogChange.Applied>();

    private ISegmentShardGrain Shard(int shard) => Cluster.Grains.GetGrain<ISegmentShardGrain>(new SegmentShardKey("chosen", shard).ToString());
}
