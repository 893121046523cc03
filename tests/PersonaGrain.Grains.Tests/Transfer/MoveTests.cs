using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded;
using PersonaGrain.Embedded.Transfer;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests.Transfer;

/// <summary>A store that is moved to a cluster is the same grid there, and its life goes on as it would have.</summary>
public sealed class MoveTests : IDisposable
{
    private const int BusySignals = 1_200;

    private readonly ManualTimeProvider _clock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));

    private static readonly ProfileId[] Profiles =
        [.. Enumerable.Range(0, ShopLife.Visitors).Select(index => Some.Profile(ShopLife.IdentityOf(index))), Some.Profile("busy")];

    private static readonly ProfileId[] All = [.. Profiles, .. ShopLife.Accounts.Select(account => Some.Profile("account:" + account))];

    public void Dispose()
    {
        _folder.Dispose();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Store_moved_to_a_cluster_in_memory_lives_on_the_same(int seed)
    {
        await using var store = new MemoryStore { Clock = _clock };
        await MoveAsync(store, seed);
    }

    [PostgresFact]
    public async Task Store_moved_to_a_cluster_on_a_database_lives_on_the_same()
    {
        await using var store = new DatabaseStore { Clock = _clock };
        await MoveAsync(store, seed: 4);
    }

    [Fact]
    public async Task What_is_set_aside_moves_too_and_counts_in_the_cluster_at_its_own_time()
    {
        await using var store = new MemoryStore { Clock = _clock };
        await MoveQuarantineAsync(store);
    }

    [PostgresFact]
    public async Task What_is_set_aside_moves_to_a_database_too()
    {
        await using var store = new DatabaseStore { Clock = _clock };
        await MoveQuarantineAsync(store);
    }

    private async Task MoveQuarantineAsync(ClusterStore store)
    {
        var grid = await OpenAsync(Orders("number", version: 1));
        await TakeAsync(grid, [.. Enumerable.Range(0, 600).Select(index => Order($"{index}", $"visitor-{index % 7}"))]);
        await grid.DiscardQuarantineAsync(new QuarantineFilter { Through = 1 }, 0, 10, _deadline.Token);
        _clock.Advance(TimeSpan.FromDays(1));
        var held = (await grid.QuarantineAsync(0, 1_000, _deadline.Token)).Entries.Select(static entry => Told(entry.Held)).ToArray();
        held.Length.ShouldBe(599);
        await grid.DisposeAsync();

        (await ImportAsync(store, await ExportAsync())).Quarantined.ShouldBe(599);
        await using var cluster = await TestCluster.StartAsync(store);

        (await cluster.Grid.QuarantineAsync(0, 1_000, _deadline.Token)).Entries.Select(static entry => Told(entry.Held)).ShouldBe(held);
        (await cluster.Grid.ReplaceCatalogAsync(Orders("string", version: 2), _deadline.Token)).ShouldBeOfType<CatalogChange.Applied>();
        (await cluster.Grid.ReplayQuarantineAsync(0, 1_000, _deadline.Token)).ShouldBe(new QuarantineReplay(599, 0, 0, null));
        (await cluster.Grid.ProfileAsync(Some.Profile("visitor-3"), _deadline.Token)).ShouldNotBeNull().FirstSeen.ShouldBe(Some.Now);
    }

    private static CatalogDocument Orders(string type, int version) => Some.Catalog(
        signals: $$"""{ "order_completed": { "category": "transactional", "attributes": { "order_id": "{{type}}" }, "faults": "quarantine" } }""", version: version);

    private static Observation Order(string id, string profile) =>
        Some.Observation(profile, "order_completed", Some.Now, id, attributes: Some.Attributes(("order_id", "A-" + id)));

    private static string Told(QuarantinedSignal held) =>
        $"{held.Profile} {held.Signal.Id} {held.Signal.Time} {held.Signal.Attributes["order_id"].Text} {held.Fault} {held.Received}";

    private async Task MoveAsync(ClusterStore store, int seed)
    {
        var life = new ShopLife(seed, _clock);
        await LiveAsync(life);
        var file = await ExportAsync();

        // What comes due meanwhile is caught up with on both sides, at its instant.
        _clock.Advance(TimeSpan.FromHours(30));
        (await ImportAsync(store, file)).Imported.ShouldBe(All.Length);
        await using var embedded = await OpenAsync(null);
        await using var cluster = await TestCluster.StartAsync(store);
        await ShouldBeAlikeAsync(embedded, cluster.Grid, "after the move");

        for (var step = 0; step < 16; step++)
        {
            _clock.Advance(life.NextPause());
            await SettleAsync(embedded, cluster.Grid);
            await ObserveAsync(embedded, cluster.Grid, life.NextSignals());
            await ShopLife.ChangePeopleAfterAsync(embedded, step, _deadline.Token);
            await ShopLife.ChangePeopleAfterAsync(cluster.Grid, step, _deadline.Token);
        }

        await ShouldBeAlikeAsync(embedded, cluster.Grid, "later");

        // Far more signals ago than a profile remembers ids: the journal that was moved knows them.
        var outcomes = await ObserveAsync(embedded, cluster.Grid, [Busy(0), Busy(BusySignals - 1)]);
        outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Duplicate);
    }

    /// <summary>The life before the move: a catalog change in the middle, and stops.</summary>
    private async Task LiveAsync(ShopLife life)
    {
        var grid = await OpenAsync(ShopLife.First);
        await TakeAsync(grid, [.. Enumerable.Range(0, BusySignals).Select(Busy)]);
        foreach (var profile in Profiles)
        {
            await TakeAsync(grid, [Some.Observation(profile.Value, "order_completed", _clock.Now, $"first-{profile}", 5)]);
        }

        for (var step = 0; step < 40; step++)
        {
            _clock.Advance(life.NextPause());
            await grid.SettleAsync(_deadline.Token);
            await TakeAsync(grid, life.NextSignals());
            await ShopLife.ChangePeopleBeforeAsync(grid, step, _deadline.Token);
            if (step is 10 or 30)
            {
                await grid.DisposeAsync();
                grid = await OpenAsync(null);
            }

            if (step == 20)
            {
                (await grid.ReplaceCatalogAsync(ShopLife.Second, _deadline.Token)).ShouldBeOfType<CatalogChange.Applied>();
                await grid.SettleAsync(_deadline.Token);
            }
        }

        await grid.DisposeAsync();
    }

    private Observation Busy(int index) => Some.Observation("busy", "wishlist_added", Some.Now + TimeSpan.FromSeconds(index), $"busy-{index}", index);

    private async Task<EmbeddedGrid> OpenAsync(CatalogDocument? catalog)
    {
        var options = new EmbeddedGridOptions { DataDirectory = _folder.Path, Partitions = 2 };
        var opening = await EmbeddedGrid.OpenAsync(options, catalog, _clock, null, _deadline.Token);
        return opening.ShouldBeOfType<EmbeddedGridOpening.Opened>().Grid;
    }

    private async Task<byte[]> ExportAsync()
    {
        using var target = new MemoryStream();
        (await JournalExport.WriteAsync(_folder.Path, target, null, _deadline.Token)).ShouldBeOfType<JournalExportResult.Written>();
        return target.ToArray();
    }

    private async Task<ImportSummary> ImportAsync(ClusterStore store, byte[] file)
    {
        await store.OpenAsync();
        var services = new ServiceCollection().AddLogging();
        store.AddJournal(services);
        await using var provider = services.BuildServiceProvider();
        var main = provider.GetRequiredService<IWorkspaceStorage>().Of(WorkspaceNumber.Main);
        var import = new JournalImport(main.Journal, main.Catalogs, main.Quarantine, TimeProvider.System, new ImportOptions());
        var result = await import.RunAsync(JournalFiles.Stream(JournalFiles.Read(file)), _deadline.Token);
        return result.ShouldBeOfType<ImportResult.Finished>().Summary;
    }

    private async Task ShouldBeAlikeAsync(EmbeddedGrid embedded, IProfileGrid cluster, string when)
    {
        await SettleAsync(embedded, cluster);
        var expected = await GridPortrait.OfAsync(embedded, All, _deadline.Token);
        var given = await GridPortrait.OfAsync(cluster, All, _deadline.Token);
        var differences = given.Except(expected).Select(line => "- " + line).Concat(expected.Except(given).Select(line => "+ " + line));
        differences.ShouldBeEmpty($"{when}: - is the cluster's, + the store's");
        given.Count.ShouldBe(expected.Count, when);
    }

    private async Task<IReadOnlyList<ObservationOutcome>> ObserveAsync(EmbeddedGrid embedded, IProfileGrid cluster, Observation[] observations)
    {
        var expected = await TakeAsync(embedded, observations);
        var given = (await cluster.ObserveAsync(observations, _deadline.Token)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;
        given.ShouldBe(expected);
        await SettleAsync(embedded, cluster);
        return given;
    }

    private async Task<IReadOnlyList<ObservationOutcome>> TakeAsync(EmbeddedGrid grid, Observation[] observations) =>
        (await grid.ObserveAsync(observations, _deadline.Token)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

    private async Task SettleAsync(EmbeddedGrid embedded, IProfileGrid cluster)
    {
        await embedded.SettleAsync(_deadline.Token);
        await cluster.SettleAsync(_deadline.Token);
    }
}
