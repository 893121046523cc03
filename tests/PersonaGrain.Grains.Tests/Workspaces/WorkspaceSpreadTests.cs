using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Tests.Workspaces;

/// <summary>What one process does with workspaces the others find, and many that are idle cost what one does.</summary>
public sealed class WorkspaceSpreadTests : ClusterTest
{
    private const int Many = 60;

    private static readonly WorkspaceName Acme = WorkspaceName.Parse("acme");

    [Fact]
    public async Task Process_that_is_told_nothing_finds_what_another_added_changed_and_removed()
    {
        await StartAsync(Recent, silos: 1);
        await using var another = await TestCluster.StartAsync(Store, silos: 1);
        var key = new WorkspaceKey("k1", new string('a', 64), WorkspaceScopes.Read, Now);

        await AddAsync(Acme);
        await UntilAsync(() => another.Directory.Find(Acme) is not null);
        (await another.Directory.Find(Acme)!.ObserveAsync([Some.Observation()], Deadline)).ShouldBeOfType<ObserveResult.Observed>();
        (await Cluster.Directory.Find(Acme)!.ProfileAsync(Some.Profile(), Deadline)).ShouldNotBeNull();

        await Cluster.Directory.ChangeAsync(Acme, workspace => workspace with { Keys = [key] }, Deadline);
        await another.Directory.RefreshAsync(Deadline);
        another.Directory.Workspaces.Single(workspace => workspace.Name == Acme).Keys.ShouldBe([key]);

        await Cluster.Directory.RemoveAsync(Acme, Deadline);
        await UntilAsync(() => another.Directory.Find(Acme) is null);
    }

    [Fact]
    public async Task Changes_of_two_processes_at_once_are_both_kept()
    {
        await StartAsync(Recent, silos: 1);
        await using var another = await TestCluster.StartAsync(Store, silos: 1);
        await AddAsync(Acme);
        await another.Directory.RefreshAsync(Deadline);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => (index % 2 == 0 ? Cluster : another).Directory.ChangeAsync(
            Acme, workspace => workspace with { Keys = [.. workspace.Keys, new WorkspaceKey($"k{index}", "0", WorkspaceScopes.Read, Now)] }, Deadline).AsTask()));

        await Cluster.Directory.RefreshAsync(Deadline);
        Cluster.Directory.Workspaces.Single(workspace => workspace.Name == Acme).Keys.Select(one => one.Id)
            .ShouldBe(Enumerable.Range(0, 20).Select(index => $"k{index}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Idle_workspaces_have_no_grain()
    {
        await StartAsync(Recent, silos: 1);
        await UntilAsync(async () => (await GrainsAsync()).Values.Sum() >= 50);
        var before = await GrainsAsync();

        await AddManyAsync();
        await using var another = await TestCluster.StartAsync(Store, silos: 1);
        await UntilAsync(() => another.Directory.Workspaces.Count == Many + 1);

        // Each is looked through once, so that it is known which segments it has had.
        await UntilAsync(async () => (await Store.Workspaces.NewsAsync(-1, Deadline)).Changed.Count(static one => one.Settled.Catalog == 1) == Many);
        await UntilAsync(async () => (await GrainsAsync()) is var now && now.All(entry => entry.Value <= before.GetValueOrDefault(entry.Key)));
    }

    [Fact]
    public async Task One_look_serves_many_workspaces()
    {
        var counted = new CountedWorkspaces(Store.Workspaces);

        // A look that takes long on a busy machine lets no lease end.
        Store = new MemoryStore { Shared = counted, Configure = static options => options.CatalogLease = TimeSpan.FromMinutes(1) };
        await StartAsync(Recent, silos: 1);
        await AddManyAsync();
        var looks = counted.Looks;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Cluster.Directory.RefreshAsync(Deadline).AsTask()));

        // Two processes look by themselves meanwhile.
        (counted.Looks - looks).ShouldBeLessThan(100);
        counted.Asked.ShouldBeLessThan(Many, "what is in force in a workspace is asked for by itself only where somebody waits for it");
    }

    [Fact]
    public async Task Workspace_with_a_new_catalog_is_evaluated_anew_and_then_left_alone()
    {
        await StartAsync(Recent, silos: 1);
        await AddAsync(Acme);
        var acme = Cluster.Directory.Find(Acme)!;
        await acme.ObserveAsync([Some.Observation("ada"), Some.Observation("bob")], Deadline);

        await acme.ReplaceCatalogAsync(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 } }""", version: 2), Deadline);

        await UntilAsync(async () => (await acme.SegmentAsync("chosen", Deadline))!.Count == 0);
        await UntilAsync(async () => await Store.Workspaces.NewsAsync(-1, Deadline) is var news
            && news.Changed.Single(one => one.Stored.Workspace?.Name == Acme).Settled == new SettledCatalog(2, 0));
        (await acme.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        (await Grid.StatusAsync(Deadline)).CatalogVersion.ShouldBe(1);
    }

    [Fact]
    public async Task Population_of_a_workspace_is_published_though_nobody_asks()
    {
        Store.Configure = static options => (options.PopulationInterval, options.SchedulePoll) = (TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(20));
        await StartAsync(Recent, silos: 1);
        await AddAsync(Acme, Some.Catalog(scores: """{ "intent": { "outcome": "purchase", "weights": { "cart_added": 1 } } }"""));
        var acme = Cluster.Directory.Find(Acme)!;
        await acme.ObserveAsync(
            [.. Enumerable.Range(0, 100).SelectMany(static index => index < 40
                ? new[] { Some.Observation($"visitor-{index}", "cart_added"), Some.Observation($"visitor-{index}", "order_completed") }
                : [Some.Observation($"visitor-{index}")])],
            Deadline);

        Pass(TimeSpan.FromMinutes(11));

        var services = Cluster.Orleans.Client.ServiceProvider.GetRequiredService<WorkspaceRegistry>();
        await UntilAsync(() => services.List.Find(Acme)!.Services.Catalogs.Latest?.Publication.Number == 1);
        services.Main.Catalogs.Latest.ShouldNotBeNull().Publication.Number.ShouldBe(0);
    }

    private async Task AddAsync(WorkspaceName name, CatalogDocument? catalog = null) =>
        (await Cluster.Directory.AddAsync(new Workspace(name, Now), catalog ?? Recent, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();

    private async Task AddManyAsync()
    {
        for (var index = 0; index < Many; index++)
        {
            await AddAsync(WorkspaceName.Parse($"tenant-{index}"));
        }
    }

    /// <summary>Grains in memory by kind.</summary>
    private async Task<Dictionary<string, int>> GrainsAsync() =>
        (await Cluster.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
        .Where(static entry => entry.GrainType.Contains("PersonaGrain", StringComparison.Ordinal))
        .ToDictionary(static entry => entry.GrainType, static entry => entry.ActivationCount);

    private Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(10, Deadline);
        }
    }
}
