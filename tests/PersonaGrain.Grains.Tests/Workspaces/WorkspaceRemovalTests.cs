using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Tests.Workspaces;

/// <summary>A workspace is removed while it is used, and by processes that are lost on the way: nothing of it stays in the database.</summary>
[NeedsPostgres]
public sealed class WorkspaceRemovalTests : IAsyncLifetime
{
    private static readonly WorkspaceName Acme = WorkspaceName.Parse("acme");

    private static readonly CatalogDocument Recent =
        Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }""");

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private readonly DatabaseStore _store = new()
    {
        Configure = static options =>
            (options.SnapshotFrom, options.SnapshotEvery, options.SnapshotWhenLeaving, options.ShardSnapshotEvery) = (1, 1, 1, 1),
    };

    private TestCluster? _cluster;

    private CancellationToken Deadline => _deadline.Token;

    private TestCluster Cluster => _cluster ?? throw new InvalidOperationException("start the cluster first");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _store.DisposeAsync();
        _deadline.Dispose();
    }

    [ContractFact]
    public async Task Removal_during_traffic_leaves_nothing_and_every_call_has_an_answer_of_its_type()
    {
        var (acme, number) = await StartAsync();
        var traffic = Enumerable.Range(0, 4).Select(lane => Task.Run(() => SendUntilRefusedAsync(acme, $"lane-{lane}"))).ToArray();
        var readers = Task.Run(() => ReadUntilRefusedAsync(acme));

        (await Cluster.Directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();

        await Task.WhenAll([.. traffic, readers]);
        (await Cluster.Directory.Find(WorkspaceName.Main)!.ObserveAsync([Some.Observation(id: "main")], Deadline)).ShouldBeOfType<ObserveResult.Observed>();

        // Silos that leave write what they have in memory.
        await Cluster.StopAsync();
        _cluster = null;
        (await RowsAsync(number)).ShouldBeEmpty();
    }

    [ContractTheory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Removal_whose_process_is_lost_is_finished_by_the_silos(int deleted)
    {
        var (_, number) = await StartAsync();
        var storage = _store.NewStorage();
        await using (storage)
        {
            (await storage.Workspaces.BeginRemovalAsync(number, Deadline)).ShouldBeTrue();
        }

        await _store.ExecuteAsync($"SELECT personagrain.remove_rows({number}, {deleted})");
        await Cluster.KillAsync();
        _cluster = await TestCluster.StartAsync(_store);

        while ((await RowsAsync(number)).Count > 0)
        {
            await Task.Delay(20, Deadline);
        }

        await Cluster.Directory.RefreshAsync(Deadline);
        Cluster.Directory.Find(Acme).ShouldBeNull();
        (await Cluster.Directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        (await Cluster.Directory.Find(Acme)!.StatusAsync(Deadline)).Signals.ShouldBe(0);
    }

    private async Task<(IProfileGrid Grid, WorkspaceNumber Number)> StartAsync()
    {
        _cluster = await TestCluster.StartAsync(_store);
        (await Cluster.Grid.ReplaceCatalogAsync(Some.Catalog(), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        (await Cluster.Directory.AddAsync(new Workspace(Acme, default), Recent, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        var acme = Cluster.Directory.Find(Acme).ShouldNotBeNull();
        for (var index = 0; index < 40; index++)
        {
            (await acme.ObserveAsync([Some.Observation($"visitor-{index}"), Some.Observation($"visitor-{index}")], Deadline)).ShouldBeOfType<ObserveResult.Observed>();
        }

        await acme.SettleAsync(Deadline);
        (await acme.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(40);
        return (acme, (await RowsOfAsync("workspaces", "name = 'acme'")).Single());
    }

    private async Task SendUntilRefusedAsync(IProfileGrid grid, string lane)
    {
        for (var index = 0; ; index++)
        {
            switch (await grid.ObserveAsync([Some.Observation($"{lane}-{index % 20}", id: $"{lane}-{index}")], Deadline))
            {
                case ObserveResult.Observed:
                    break;
                case ObserveResult.Unavailable unavailable:
                    unavailable.Reason.ShouldBe(StoredWorkspace.RemovedReason);
                    return;
                case var other:
                    other.ShouldBeOfType<ObserveResult.Busy>();
                    break;
            }
        }
    }

    private async Task ReadUntilRefusedAsync(IProfileGrid grid)
    {
        try
        {
            while (!Deadline.IsCancellationRequested)
            {
                await grid.ProfileAsync(Some.Profile("visitor-1"), Deadline);
                await grid.SegmentAsync("chosen", Deadline);
                await grid.MembersAsync("chosen", null, 100, Deadline);
                await grid.TimelineAsync(Some.Profile("visitor-1"), 10, Deadline);
            }
        }
        catch (JournalUnavailableException unavailable)
        {
            unavailable.Message.ShouldBe(StoredWorkspace.RemovedReason);
        }
    }

    /// <summary>The tables that have rows of a workspace.</summary>
    private async Task<List<string>> RowsAsync(WorkspaceNumber number)
    {
        var found = new List<string>();
        var tables = await _store.AskAsync(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'personagrain' AND column_name = 'workspace'");
        foreach (var table in tables)
        {
            if ((await _store.AskAsync($"SELECT count(*)::text FROM personagrain.{table} WHERE workspace = {number}"))[0] != "0")
            {
                found.Add(table);
            }
        }

        var states = await _store.AskAsync(
            $"SELECT GrainTypeString FROM personagrain.OrleansStorage WHERE personagrain.workspace_of(GrainTypeString, GrainIdN1, GrainIdExtensionString) = {number}");
        return [.. found, .. states];
    }

    private async Task<WorkspaceNumber[]> RowsOfAsync(string table, string where) =>
        [.. (await _store.AskAsync($"SELECT number::text FROM personagrain.{table} WHERE {where}"))
            .Select(number => new WorkspaceNumber(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)))];
}
