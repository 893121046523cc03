using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.Actors;

/// <summary>One profile that can not be loaded holds up nobody else: no walk, no publication, no wake-up.</summary>
public sealed class UnloadableActorTests : ClusterTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly CatalogDocument Scored = Some.Catalog(
        """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } } }""",
        scores: """{ "intent": { "outcome": "purchase", "weights": { "product_viewed": 1 } } }""");

    [Fact]
    public async Task Catalog_comes_to_all_others()
    {
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 40).Select(index => Some.Observation($"visitor-{index}"))]);
        await DamageAsync("visitor-7");

        await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 } }""", version: 2), Deadline);
        await Grid.SettleAsync(Deadline);

        var status = await Grid.StatusAsync(Deadline);
        (status.Ready, status.Reevaluation, status.PassedOver).ShouldBe((true, null, 1L));
        Pass(Hour);
        await Grid.SettleAsync(Deadline);
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Exited.ShouldBe(0, "by version 2 nobody leaves");
    }

    [Fact]
    public async Task Profile_whose_store_is_mended_comes_to_the_catalog_by_itself_and_is_told_of_no_more()
    {
        await StartAsync(Recent);
        await ObserveAsync(Some.Observation("visitor-7"), Some.Observation("visitor-8"));
        await DamageAsync("visitor-7");
        await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""", version: 2), Deadline);
        await Grid.SettleAsync(Deadline);
        (await Grid.StatusAsync(Deadline)).PassedOver.ShouldBe(1);

        Store.Mend(Some.Actor("visitor-7"));
        while ((await Grid.StatusAsync(Deadline)).PassedOver > 0)
        {
            await Task.Delay(10, Deadline);
        }

        await Grid.SettleAsync(Deadline);
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(0, "by version 2 one view does not make a member");
    }

    /// <summary>What storage does not take for a while is no damage: a profile that is left behind would stay of the old catalog until it is touched.</summary>
    [Fact]
    public async Task Profile_that_busy_storage_takes_no_appends_of_is_not_passed_over()
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 40).Select(index => Some.Observation($"visitor-{index}"))]);
        for (var fault = 0; fault < 2 * UnloadableActors.Tries; fault++)
        {
            journal.FailAppend(AppendFault.Before, append => append.Actor.Key == "visitor-7" && append.Adopts == 2);
        }

        await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""", version: 2), Deadline);
        await Grid.SettleAsync(Deadline);

        (await Grid.StatusAsync(Deadline)).PassedOver.ShouldBe(0);
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(0, "by version 2 one view does not make a member");
        journal.Hits.ShouldBe(2 * UnloadableActors.Tries);
    }

    [Fact]
    public async Task Publications_go_on()
    {
        Store.Configure = options => options.PopulationInterval = Hour;
        await StartAsync(Scored);
        await ObserveAsync([.. Enumerable.Range(0, 80).Select(index => Some.Observation($"visitor-{index}", index % 2 == 0 ? "product_viewed" : "logged_in"))]);
        await ObserveAsync([.. Enumerable.Range(0, 40).Select(index => Some.Observation($"visitor-{2 * index}", "order_completed"))]);
        await DamageAsync("visitor-7");

        Pass(Hour);
        await Grid.SettleAsync(Deadline);

        (await Store.Catalogs.NewestAsync(0, 0, Deadline)).Publication.ShouldNotBeNull().Number.ShouldBe(1);
    }

    [Fact]
    public async Task Others_of_its_schedule_shard_flip_by_themselves()
    {
        await StartAsync(Recent);
        var shard = Shards.OfSchedule(Some.Actor("visitor-7"));
        string[] neighbours = [.. Enumerable.Range(8, 10_000).Select(index => $"visitor-{index}").Where(id => Shards.OfSchedule(Some.Actor(id)) == shard).Take(5)];
        await ObserveAsync([.. neighbours.Prepend("visitor-7").Select(id => Some.Observation(id))]);
        await DamageAsync("visitor-7");

        Pass(Hour);

        var left = new HashSet<string>();
        await foreach (var one in Grid.WatchAsync(0, Deadline))
        {
            if (one.Kind == GridEventKind.Exited && left.Add(one.Profile.Value) && left.Count == neighbours.Length)
            {
                break;
            }
        }

        left.ShouldBe(neighbours, ignoreOrder: true);
        await Grid.SettleAsync(Deadline);
        (await Grid.StatusAsync(Deadline)).PassedOver.ShouldBe(1);
    }

    [Fact]
    public async Task Who_asks_for_it_hears_why_it_has_no_answer()
    {
        await StartAsync(Recent);
        await ObserveAsync(Some.Observation("visitor-7"));
        await DamageAsync("visitor-7");

        var refused = (await Grid.ObserveAsync([Some.Observation("visitor-7")], Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();
        refused.Reason.ShouldContain("visitor-7 can not be loaded");
        var fault = await Should.ThrowAsync<JournalUnavailableException>(async () => await Grid.ProfileAsync(Some.Profile("visitor-7"), Deadline));
        fault.Message.ShouldContain("visitor-7 can not be loaded");
    }

    private async Task DamageAsync(string profile)
    {
        await Store.DamageAsync(Some.Actor(profile));
        await ForgetAsync(profile);
    }
}
