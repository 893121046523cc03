using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Catalogs;

/// <summary>Every process of a cluster uses the newest catalog, and every profile moves to it, whatever is lost on the way.</summary>
public sealed class CatalogSpreadTests : ClusterTest
{
    private static readonly CatalogDocument Second =
        Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "1h" }""", version: 2);

    [Fact]
    public async Task Every_silo_finds_a_new_catalog_by_itself()
    {
        await StartAsync(Recent, silos: 3);

        await Grid.ReplaceCatalogAsync(Second, Deadline);

        foreach (var silo in Cluster.Orleans.Silos)
        {
            var holder = Cluster.Orleans.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<CatalogHolder>();
            while (holder.Latest?.Version != 2)
            {
                await Task.Delay(5, Deadline);
            }
        }
    }

    [Fact]
    public async Task Every_silo_decides_by_a_new_catalog_when_its_lease_ends_though_nobody_told_it()
    {
        Store.Configure = options => options.CatalogPoll = TimeSpan.FromHours(1);
        await StartAsync(Recent, silos: 3);
        var holders = Cluster.Orleans.Silos
            .Select(silo => Cluster.Orleans.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<CatalogHolder>()).ToArray();
        foreach (var holder in holders)
        {
            (await holder.CurrentAsync(0, Deadline)).Version.ShouldBe(1);
        }

        await Store.Catalogs.SaveAsync(new StoredCatalog(2, CatalogWriter.Write(Second), Now), Deadline);

        foreach (var holder in holders)
        {
            while ((await holder.CurrentAsync(0, Deadline)).Version == 1)
            {
                await Task.Delay(5, Deadline);
            }
        }
    }

    [Fact]
    public async Task Catalog_is_not_used_longer_than_its_lease_while_the_store_is_away()
    {
        var store = new FailingCatalogStore();
        var holder = new CatalogHolder(store, new GridClock(TimeProvider.System), Leased(TimeSpan.FromMilliseconds(50)));
        await store.SaveAsync(new StoredCatalog(1, CatalogWriter.Write(Recent), Some.Now), Deadline);
        (await holder.CurrentAsync(1, Deadline)).Version.ShouldBe(1);

        store.IsAway = true;

        await Should.ThrowAsync<JournalUnavailableException>(UseAsync);

        async Task UseAsync()
        {
            while (!Deadline.IsCancellationRequested)
            {
                await holder.CurrentAsync(1, Deadline);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Caller_that_knows_a_newer_catalog_waits_for_it()
    {
        var store = new FailingCatalogStore();
        var holder = new CatalogHolder(store, new GridClock(TimeProvider.System), Leased(TimeSpan.FromHours(1)));
        await store.SaveAsync(new StoredCatalog(1, CatalogWriter.Write(Recent), Some.Now), Deadline);
        (await holder.CurrentAsync(0, Deadline)).Version.ShouldBe(1);

        await store.SaveAsync(new StoredCatalog(2, CatalogWriter.Write(Second), Some.Now), Deadline);

        (await holder.CurrentAsync(0, Deadline)).Version.ShouldBe(1);
        (await holder.CurrentAsync(2, Deadline)).Version.ShouldBe(2);
        await Should.ThrowAsync<JournalUnavailableException>(async () => await holder.CurrentAsync(3, Deadline));
    }

    [Fact]
    public async Task Reevaluation_goes_on_when_a_silo_dies_under_it()
    {
        await StartAsync(Recent, silos: 3);
        await ObserveAsync([.. Enumerable.Range(0, 600).Select(index => Some.Observation($"visitor-{index}"))]);

        await Grid.ReplaceCatalogAsync(Second, Deadline);
        await Cluster.Orleans.KillSiloAsync(Cluster.Orleans.Silos[1]);

        await Grid.SettleAsync(Deadline);
        (await Grid.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        (await Grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(0);
    }

    private static IOptions<GrainEngineOptions> Leased(TimeSpan lease) => Options.Create(new GrainEngineOptions { CatalogLease = lease });
}
