using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;
using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Population.Census;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Turns;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Tests.Population;

/// <summary>Everybody is counted once, whatever is lost, repeated or away; and where not everybody can be, nobody is.</summary>
public sealed class CensusTests : ClusterTest
{
    private static readonly CatalogDocument Scored = Some.Catalog(scores: """{ "intent": { "outcome": "purchase", "weights": { "cart_added": 1 } } }""");

    private IServiceProvider Services => Cluster.Orleans.Silos[0].ServiceProvider;

    private WorkspaceServices Workspace => Services.GetRequiredService<WorkspaceRegistry>().Main;

    private Task<CensusResult> TakeAsync() => TakeAsync(Workspace);

    private async Task<CensusResult> TakeAsync(WorkspaceServices workspace) => await Services.GetRequiredService<PopulationCensus>()
        .TakeAsync(workspace, await workspace.Catalogs.CurrentAsync(0, Deadline), Now, 0, Deadline);

    private async Task VisitAsync(IEnumerable<string> people) => await ObserveAsync([.. people.Select(id => Some.Observation(id, "cart_added", Now))]);

    /// <summary>The test alone takes a census, and adds up outside of a grain's turns.</summary>
    private static void One(GrainEngineOptions options) => (options.PopulationInterval, options.CensusConcurrency) = (TimeSpan.Zero, 1);

    /// <summary>People of one shard, so many that they are more than a page.</summary>
    private static string[] Crowd { get; } = [.. Enumerable.Range(0, 40_000).Select(index => $"visitor-{index}").Where(id => Shards.OfSegment(Some.Actor(id)) == 7).Take(600)];

    private async Task<CensusOrder> OrderAsync(string[]? sections = null, int catalog = 1) => new(
        Guid.NewGuid(), catalog, 0, Now, ulong.MaxValue, sections ?? [.. new CensusSummary((await Workspace.Catalogs.CurrentAsync(0, Deadline)).Catalog).Gathers]);

    [Fact]
    public async Task Page_that_is_asked_for_again_is_counted_once()
    {
        await StartAsync(Scored, silos: 1);
        await VisitAsync(Crowd);
        var grain = Cluster.Grains.GetGrain<IPopulationCensusGrain>(7);
        var order = await OrderAsync();

        (await grain.CountAsync(order, 0)).ShouldBe(CensusAnswer.Of(CensusProgress.Counted, 1));
        (await grain.CountAsync(order, 0)).ShouldBe(CensusAnswer.Of(CensusProgress.Counted, 1));
        var answer = await grain.CountAsync(order, 1);
        for (var page = 2; answer.Progress == CensusProgress.Counted; page++)
        {
            answer.Next.ShouldBe(page);
            answer = await grain.CountAsync(order, page);
        }

        answer.Progress.ShouldBe(CensusProgress.Finished);
        CensusSummary.Read(Catalog.Compile(Scored), answer.Bytes).People.ShouldBe(Crowd.Length);

        // What was handed out is kept no longer, and neither is what somebody else's census took the place of.
        await Cluster.Orleans.DeactivateAsync(grain);
        (await grain.CountAsync(order, 3)).Progress.ShouldBe(CensusProgress.Lost);
        (await grain.ReadAsync(order.Census, 0)).Progress.ShouldBe(CensusProgress.Lost);
        (await grain.CountAsync(await OrderAsync(sections: ["something else"]), 0)).Progress.ShouldBe(CensusProgress.Differs);
        await Grid.ReplaceCatalogAsync(Scored with { Version = 2 }, Deadline);
        await Workspace.Catalogs.RefreshAsync(Deadline);
        (await grain.CountAsync(order, 0)).Progress.ShouldBe(CensusProgress.Outdated);
    }

    [Fact]
    public async Task Storage_that_fails_for_a_moment_neither_loses_people_nor_doubles_them()
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal, Configure = One };
        await StartAsync(Scored);
        await VisitAsync(Crowd);
        await VisitAsync(Enumerable.Range(0, 100).Select(static index => $"other-{index}"));
        await Grid.SettleAsync(Deadline);
        journal.FailReads(3);

        var taken = (await TakeAsync()).ShouldBeOfType<CensusResult.Taken>();

        journal.ReadHits.ShouldBe(3);
        taken.Summary.People.ShouldBe(Crowd.Length + 100);
    }

    [Fact]
    public async Task Person_who_can_not_be_loaded_is_left_out()
    {
        Store.Configure = One;
        await StartAsync(Scored);
        await VisitAsync(["ada", "bob", "eve"]);
        await Store.DamageAsync(new ActorAddress(default, Some.Actor("bob")));

        (await TakeAsync()).ShouldBeOfType<CensusResult.Taken>().Summary.People.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_read_where_nothing_was_committed_since_the_last_census()
    {
        var journal = new WatchedJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(Scored, silos: 1);
        await VisitAsync(["ada"]);
        await PassAsync(TimeSpan.FromMinutes(10));
        var taken = journal.Pages;
        taken.ShouldBeGreaterThanOrEqualTo(Shards.SegmentCount);

        await PassAsync(TimeSpan.FromMinutes(10));
        await PassAsync(TimeSpan.FromMinutes(10));
        journal.Pages.ShouldBe(taken);

        await VisitAsync(["bob"]);
        await PassAsync(TimeSpan.FromMinutes(10));
        (taken, var before) = (journal.Pages, taken);
        taken.ShouldBe(before + Shards.SegmentCount);

        await PassAsync(TimeSpan.FromHours(1));
        journal.Pages.ShouldBe(taken += Shards.SegmentCount, "what time changes is looked at each hour");

        await DecideAsync();
        await PassAsync(TimeSpan.FromMinutes(10));
        journal.Pages.ShouldBe(taken += Shards.SegmentCount, "what is decided changes what a census counts");
        await PassAsync(TimeSpan.FromMinutes(10));
        journal.Pages.ShouldBe(taken);
    }

    /// <summary>Somebody publishes what is no census.</summary>
    private async Task DecideAsync()
    {
        var current = await Workspace.Catalogs.CurrentAsync(0, Deadline);
        var publications = new PublicationWriter(Workspace, Services.GetRequiredService<GridClock>(), static (_, _) => throw new InvalidOperationException("it decides about no segment"));
        (await publications.PublishAsync(current.Machine.Population, current, Deadline)).ShouldBeTrue();
    }

    [Fact]
    public async Task Census_waits_for_its_turn_and_begins_beside_few_others()
    {
        Store.Configure = One;
        await StartAsync(Scored, silos: 1);
        await VisitAsync(["ada", "bob"]);
        WorkspaceServices[] others = [await AddAsync("first"), await AddAsync("second"), await AddAsync("third")];
        var (pace, busy) = (Services.GetRequiredService<CensusPace>(), new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        pace.TurnTimeout = TimeSpan.FromMilliseconds(1);
        var page = pace.RunAsync(() => busy.Task);

        Task<CensusResult>[] begun = [TakeAsync(others[0]), TakeAsync(others[1])];
        (await TakeAsync(others[2])).ShouldBe(CensusResult.Busy.Instance);
        (await Cluster.Grains.GetGrain<IPopulationCensusGrain>(7).CountAsync(await OrderAsync(), 0)).ShouldBe(CensusAnswer.Of(CensusProgress.Counted, 0));

        pace.TurnTimeout = TimeSpan.FromSeconds(5);
        busy.SetResult(false);
        await page;
        (await TakeAsync()).ShouldBeOfType<CensusResult.Taken>().Summary.People.ShouldBe(2);
        (await Task.WhenAll(begun)).ShouldAllBe(static result => result is CensusResult.Taken);
        (await TakeAsync(others[2])).ShouldBeOfType<CensusResult.Taken>();
    }

    private async Task<WorkspaceServices> AddAsync(string name)
    {
        var workspace = WorkspaceName.Parse(name);
        (await Cluster.Directory.AddAsync(new Workspace(workspace, Now), Scored, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        ListedWorkspace? listed;
        while ((listed = Services.GetRequiredService<WorkspaceRegistry>().List.Find(workspace)) is null)
        {
            await Task.Delay(10, Deadline);
        }

        return listed.Services;
    }

    private async Task PassAsync(TimeSpan span)
    {
        Pass(span);
        await Grid.SettleAsync(Deadline);
    }

    [Fact]
    public void No_census_is_taken_while_a_silo_can_not_take_part()
    {
        var today = Manifest(PopulationCensusGrain.Type);

        PopulationCensus.AllTakePart(Of(today, today)).ShouldBeTrue();
        PopulationCensus.AllTakePart(Of(today, Manifest(GrainType.Create("personagrain.population")))).ShouldBeFalse();

        static GrainManifest Manifest(GrainType type) => new(
            ImmutableDictionary<GrainType, GrainProperties>.Empty.Add(type, new GrainProperties(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal))),
            ImmutableDictionary<GrainInterfaceType, GrainInterfaceProperties>.Empty);

        static ClusterManifest Of(params GrainManifest[] silos) => new(
            new MajorMinorVersion(1, 1),
            silos.Select(static (manifest, index) => (SiloAddress.New(System.Net.IPAddress.Loopback, index + 1, 1), manifest))
                .ToImmutableDictionary(static silo => silo.Item1, static silo => silo.manifest));
    }

    [Fact]
    public async Task What_is_too_long_for_a_message_is_read_in_parts()
    {
        byte[] gathered = [.. Enumerable.Range(0, 10).Select(static index => (byte)index)];
        var order = new CensusOrder(Guid.NewGuid(), 1, 0, Some.Now, 0, []);
        var first = new CensusAnswer((byte)CensusProgress.Finished, 1, gathered.Length, gathered[..3]);

        (await CensusRun.ReadAsync(new Parts(gathered, lostFrom: 10), order, first, Deadline)).ShouldBe(gathered);
        (await CensusRun.ReadAsync(new Parts(gathered, lostFrom: 6), order, first, Deadline)).ShouldBeNull("the grain that had the rest is gone");
    }

    /// <summary>Answers three bytes at a time, until it is lost.</summary>
    private sealed class Parts(byte[] gathered, int lostFrom) : IPopulationCensusGrain
    {
        public Task<CensusAnswer> CountAsync(CensusOrder order, int page) => throw new NotSupportedException();

        public Task<CensusAnswer> ReadAsync(Guid census, int offset) => Task.FromResult(
            offset >= lostFrom
                ? CensusAnswer.Of(CensusProgress.Lost)
                : new CensusAnswer((byte)CensusProgress.Finished, 1, gathered.Length, gathered[offset..Math.Min(gathered.Length, offset + 3)]));
    }
}
