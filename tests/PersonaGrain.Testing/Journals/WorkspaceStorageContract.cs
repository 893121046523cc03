using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Testing.Journals;

/// <summary>Many workspaces in one store: nothing crosses, one look tells what is new in all of them, and one that is removed takes nothing any more.</summary>
public abstract class WorkspaceStorageContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private IWorkspaceStorage Workspaces => Host.Workspaces;

    [ContractFact]
    public async Task Main_is_there_and_is_live()
    {
        var main = (await NewsAsync()).ShouldHaveSingleItem().Stored;

        (main.Number, main.State).ShouldBe((WorkspaceNumber.Main, WorkspaceState.Live));
        main.Workspace.ShouldNotBeNull().Name.ShouldBe(WorkspaceName.Main);
    }

    [ContractFact]
    public async Task Same_actors_and_ids_of_two_workspaces_never_meet()
    {
        var (acme, bolt) = (Workspaces.Of(await AddAsync("acme")), Workspaces.Of(await AddAsync("bolt")));
        var entries = new[] { Signal("1"), Entered(), Fired() };

        foreach (var stores in new[] { Workspaces.Of(WorkspaceNumber.Main), acme, bolt })
        {
            (await stores.Journal.AppendAsync(TurnOf(Ada, 1, entries), Deadline)).ShouldBe(AppendResult.Appended.Instance);
        }

        (await acme.Journal.AppendAsync(TurnOf(Ada, 4, [Signal("2")]) with { NewIds = [2] }, Deadline)).ShouldBe(AppendResult.Appended.Instance);
        (await bolt.Journal.AppendAsync(TurnOf(Ada, 4, [Signal("2")]) with { NewIds = [1] }, Deadline)).ShouldBeOfType<AppendResult.Repeated>();

        (await acme.Journal.TotalsAsync(Deadline)).Signals.ShouldBe(2);
        (await bolt.Journal.TotalsAsync(Deadline)).Signals.ShouldBe(1);
        (await Journal.TotalsAsync(Deadline)).Profiles.ShouldBe(1);
        foreach (var stores in new[] { Workspaces.Of(WorkspaceNumber.Main), acme, bolt })
        {
            (await stores.Journal.EventsAsync(0, 10, Deadline)).Events.Select(one => one.Subject).ShouldBe(["chosen", "cart_abandoned"]);
            (await stores.Journal.SegmentEventsAsync("chosen", Shards.OfSegment(Ada), 0, 10, Deadline)).Events.ShouldHaveSingleItem();
            (await stores.Journal.ActorsAsync(Shards.OfSegment(Ada), null, 10, Deadline)).ShouldBe([Ada]);
            (await stores.Journal.NewestSignalsAsync(Ada, 10, Deadline)).Count.ShouldBe(stores == acme ? 2 : 1);
        }
    }

    [ContractFact]
    public async Task Set_aside_is_kept_by_workspace()
    {
        var acme = Workspaces.Of(await AddAsync("acme")).Quarantine;
        var main = Workspaces.Of(WorkspaceNumber.Main).Quarantine;
        var held = new QuarantinedSignal(Some.Profile(), Some.Signal(id: "1"), new SignalFault("odd", "type", "not known"), Some.Now);

        await acme.AppendAsync([held], Deadline);
        await main.AppendAsync([held], Deadline);
        await main.RemoveAsync([.. (await main.ReadAsync(0, 10, Deadline)).Select(entry => entry.Position)], Deadline);

        (await acme.CountAsync(Deadline), await main.CountAsync(Deadline)).ShouldBe((1, 0));
        (await acme.ReadAsync(0, 10, Deadline)).ShouldHaveSingleItem().Held.Profile.ShouldBe(Some.Profile());
    }

    [ContractFact]
    public async Task Wakes_of_all_workspaces_are_found_in_one_order_page_by_page()
    {
        var (acme, bolt) = (await AddAsync("acme"), await AddAsync("bolt"));
        var actors = Enumerable.Range(0, 400).Select(index => Some.Actor($"visitor-{index}")).Where(actor => Shards.OfSchedule(actor) == 3).ToArray();
        var expected = new List<WorkspaceWake>();
        foreach (var (number, index) in new[] { WorkspaceNumber.Main, acme, bolt }.Select((number, index) => (number, index)))
        {
            foreach (var (actor, place) in actors.Select((actor, place) => (actor, place)))
            {
                var at = Some.Now + TimeSpan.FromMinutes((place + index) % 5);
                await Workspaces.Of(number).Journal.AppendAsync(new ActorAppend(actor, 1, [Signal()], at), Deadline);
                expected.Add(new WorkspaceWake(number, new DueWake(actor, at)));
            }
        }

        var found = new List<WorkspaceWake>();
        WorkspaceWake? after = null;
        IReadOnlyList<WorkspaceWake> page;
        do
        {
            page = await Workspaces.DueWakesAsync(3, Some.Now + TimeSpan.FromMinutes(3), after, 7, Deadline);
            found.AddRange(page);
            after = page.Count > 0 ? page[^1] : after;
        }
        while (page.Count == 7);

        actors.Length.ShouldBeGreaterThan(10);
        found.ShouldBe(expected.Where(wake => wake.Due.At <= Some.Now + TimeSpan.FromMinutes(3))
            .OrderBy(wake => wake.Due.At).ThenBy(wake => wake.Workspace).ThenBy(wake => wake.Due.Actor));
    }

    [ContractFact]
    public async Task One_look_tells_of_catalogs_and_publications_of_all()
    {
        var (acme, bolt) = (await AddAsync("acme", catalog: 3), await AddAsync("bolt", catalog: 5));
        await Host.Catalogs.SaveAsync(Catalog(1), Deadline);
        var seen = await Workspaces.NewsAsync(-1, Deadline);
        seen.Changed.ToDictionary(one => one.Stored.Number, one => one.InForce.Catalog?.Version)
            .ShouldBe(new Dictionary<WorkspaceNumber, int?> { [WorkspaceNumber.Main] = 1, [acme] = 3, [bolt] = 5 }, ignoreOrder: true);

        (await Workspaces.Of(bolt).Catalogs.SaveAsync(Catalog(6), Deadline)).ShouldBe(CatalogSave.Saved.Instance);
        (await Workspaces.Of(acme).Catalogs.PublishAsync(new StoredPublication(1, Some.Now, new byte[] { 1 }, 1, Some.Now), 3, Deadline)).ShouldBeTrue();

        var news = (await Workspaces.NewsAsync(seen.Position, Deadline)).Changed.ToDictionary(one => one.Stored.Number);
        news[bolt].InForce.Catalog.ShouldNotBeNull().Version.ShouldBe(6);
        news[acme].InForce.Publication.ShouldNotBeNull().Number.ShouldBe(1);
        (await Workspaces.Of(acme).Catalogs.SaveAsync(Catalog(3), Deadline)).ShouldBe(new CatalogSave.Stale(3));
        (await Host.Catalogs.NewestAsync(0, 0, Deadline)).Publication.ShouldBeNull();
    }

    [ContractFact]
    public async Task Append_is_outdated_by_the_catalog_of_its_own_workspace_alone()
    {
        var acme = await AddAsync("acme", catalog: 3);

        (await Workspaces.Of(acme).Journal.AppendAsync(TurnOf(Ada, 1, [JournalEntry.Adopted(2, Some.Now)]), Deadline)).ShouldBe(AppendResult.Conflict.Instance);
        (await Journal.AppendAsync(TurnOf(Ada, 1, [JournalEntry.Adopted(2, Some.Now)]), Deadline)).ShouldBe(AppendResult.Appended.Instance);
    }

    [ContractFact]
    public async Task Change_of_a_version_that_is_not_stored_any_more_is_refused()
    {
        await AddAsync("acme");
        var read = (await NewsAsync())[^1].Stored;
        var limited = read with { Workspace = read.Workspace! with { Limits = new WorkspaceLimits { EventStreams = 4 } } };

        (await Workspaces.ChangeAsync(limited, Deadline)).ShouldNotBeNull().Workspace!.Limits.EventStreams.ShouldBe(4);

        (await Workspaces.ChangeAsync(limited, Deadline)).ShouldBeNull();
        (await NewsAsync())[^1].Stored.Workspace!.Limits.EventStreams.ShouldBe(4);
    }

    [ContractFact]
    public async Task What_every_actor_has_come_to_is_told()
    {
        var acme = await AddAsync("acme", catalog: 3);
        (await NewsAsync())[^1].Settled.ShouldBe(default);

        await Workspaces.SettledAsync(acme, new SettledCatalog(4, 2), Deadline);
        await Workspaces.SettledAsync(acme, new SettledCatalog(3, 1), Deadline);

        (await NewsAsync())[^1].Settled.ShouldBe(new SettledCatalog(4, 2));
    }

    [ContractFact]
    public async Task Totals_of_all_workspaces_come_in_one_look()
    {
        var (acme, bolt) = (await AddAsync("acme"), await AddAsync("bolt"));
        await AddAsync("empty");
        await Workspaces.Of(acme).Journal.AppendAsync(TurnOf(Ada, 1, [Signal()]), Deadline);
        await Workspaces.Of(bolt).Journal.AppendAsync(TurnOf(Ada, 1, [Signal("1"), Signal("2")]), Deadline);
        (await Workspaces.TotalsAsync(Deadline)).ShouldBe([new(acme, 1, 1), new(bolt, 1, 2)]);

        await Workspaces.Of(acme).Journal.AppendAsync(TurnOf(Ada, 2, [Signal("3")]), Deadline);
        await RemoveAsync(bolt);

        (await Workspaces.TotalsAsync(Deadline)).ShouldBe([new(acme, 1, 2)]);
    }

    [ContractFact]
    public async Task Name_is_given_once_and_a_number_never_again()
    {
        var acme = await AddAsync("acme");
        (await Workspaces.AddAsync(Named("acme"), Catalog(1), Deadline)).ShouldBeNull();
        await Workspaces.Of(acme).Journal.AppendAsync(TurnOf(Ada, 1, [Signal(), Entered()]), Deadline);

        await RemoveAsync(acme);
        var again = await AddAsync("acme");

        again.ShouldNotBe(acme);
        (await Workspaces.Of(again).Journal.TotalsAsync(Deadline)).ShouldBe(default);
        (await Workspaces.Of(again).Journal.EventsAsync(0, 10, Deadline)).Events.ShouldBeEmpty();
        (await Workspaces.Of(again).Journal.AppendAsync(TurnOf(Ada, 1, [Signal()]), Deadline)).ShouldBe(AppendResult.Appended.Instance);
    }

    [ContractFact]
    public async Task Workspace_whose_removal_has_begun_takes_nothing_and_is_told_of()
    {
        var acme = await AddAsync("acme");
        var stores = Workspaces.Of(acme);
        await stores.Journal.AppendAsync(TurnOf(Ada, 1, [Signal()]), Deadline);
        var seen = (await Workspaces.NewsAsync(-1, Deadline)).Position;

        (await Workspaces.BeginRemovalAsync(acme, Deadline)).ShouldBeTrue();
        (await Workspaces.BeginRemovalAsync(acme, Deadline)).ShouldBeFalse();
        (await Workspaces.BeginRemovalAsync(WorkspaceNumber.Main, Deadline)).ShouldBeFalse();

        (await stores.Journal.AppendAsync(TurnOf(Ada, 2, [Signal()]), Deadline)).ShouldBeOfType<AppendResult.Unavailable>()
            .Reason.ShouldBe(StoredWorkspace.RemovedReason);
        (await stores.Catalogs.SaveAsync(Catalog(9), Deadline)).ShouldBeOfType<CatalogSave.Unavailable>();
        await Should.ThrowAsync<JournalUnavailableException>(async () => await stores.Catalogs.NewestAsync(0, 0, Deadline));
        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await stores.Catalogs.PublishAsync(new StoredPublication(1, Some.Now, new byte[] { 1 }, 0, default), 1, Deadline));
        (await Workspaces.NewsAsync(seen, Deadline)).Changed.Single(one => one.Stored.Number == acme).Stored
            .ShouldSatisfyAllConditions(stored => stored.State.ShouldBe(WorkspaceState.Removing), stored => stored.Workspace.ShouldBeNull());
    }

    [ContractFact]
    public async Task Appends_of_other_workspaces_do_not_fall_with_those_of_one_that_is_removed()
    {
        var (acme, bolt) = (await AddAsync("acme"), await AddAsync("bolt"));
        await Workspaces.BeginRemovalAsync(acme, Deadline);
        var stores = new[] { WorkspaceNumber.Main, acme, bolt }.Select(Workspaces.Of).ToArray();

        var results = await Task.WhenAll(Enumerable.Range(0, 300).Select(index =>
            stores[index % 3].Journal.AppendAsync(TurnOf(Some.Actor($"visitor-{index}"), 1, [Signal()]), Deadline).AsTask()));

        for (var index = 0; index < results.Length; index++)
        {
            (results[index] is AppendResult.Unavailable).ShouldBe(index % 3 == 1);
        }
    }

    [ContractFact]
    public async Task Append_is_kept_and_removed_or_refused_however_it_meets_the_removal()
    {
        var acme = await AddAsync("acme");
        var journal = Workspaces.Of(acme).Journal;
        var appends = Enumerable.Range(0, 200).Select(index => Task.Run(async () => await journal.AppendAsync(TurnOf(Some.Actor($"visitor-{index}"), 1, [Signal()]), Deadline))).ToArray();
        await Task.WhenAny(appends);

        await RemoveAsync(acme);

        (await Task.WhenAll(appends)).ShouldAllBe(result => result is AppendResult.Appended || result is AppendResult.Unavailable);
        (await Workspaces.Of(acme).Journal.TotalsAsync(Deadline)).ShouldBe(default);
    }

    [ContractFact]
    public async Task Waiter_hears_of_events_of_its_own_workspace()
    {
        var (acme, bolt) = (Workspaces.Of(await AddAsync("acme")), Workspaces.Of(await AddAsync("bolt")));
        var waiting = acme.Journal.WaitForEventsAsync(0, Deadline).AsTask();
        await bolt.Journal.AppendAsync(TurnOf(Ada, 1, [Entered()]), Deadline);
        await bolt.Journal.WaitForEventsAsync(0, Deadline);

        await acme.Journal.AppendAsync(TurnOf(Ada, 1, [Entered()]), Deadline);

        await waiting;
    }

    private static Workspace Named(string name) => new(WorkspaceName.Parse(name), Some.Now);

    private static StoredCatalog Catalog(int version) => new(version, "{}"u8.ToArray(), Some.Now);

    private static ActorAppend TurnOf(ActorId actor, long first, JournalEntry[] entries) => new(actor, first, entries, Instant.Never)
    {
        NewIds = first == 1 ? [1] : [],
    };

    private async Task<WorkspaceNumber> AddAsync(string name, int catalog = 1) =>
        (await Workspaces.AddAsync(Named(name), Catalog(catalog), Deadline)).ShouldNotBeNull().Number;

    private async Task RemoveAsync(WorkspaceNumber workspace)
    {
        (await Workspaces.BeginRemovalAsync(workspace, Deadline)).ShouldBeTrue();
        while (await Workspaces.RemoveSomeAsync(workspace, Deadline))
        {
            // On to the next page.
        }
    }

    private async Task<IReadOnlyList<WorkspaceInForce>> NewsAsync() =>
        [.. (await Workspaces.NewsAsync(-1, Deadline)).Changed.OrderBy(one => one.Stored.Number)];
}
