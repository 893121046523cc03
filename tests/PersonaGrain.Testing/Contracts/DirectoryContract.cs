using PersonaGrain.Auditing;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What every engine keeps of its workspaces: each is a grid of its own, and what is removed is gone.</summary>
public abstract class DirectoryContract<THost> : IAsyncLifetime
    where THost : DirectoryHost, new()
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));

    protected static readonly WorkspaceName Acme = WorkspaceName.Parse("acme");
    protected static readonly WorkspaceName Bolt = WorkspaceName.Parse("bolt");

    protected THost Host { get; } = new();

    protected CancellationToken Deadline => _deadline.Token;

    private IGridDirectory Directory => Host.Directory;

    public Task InitializeAsync() => Host.OpenAsync(Some.Catalog(), Deadline);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _deadline.Dispose();
    }

    [ContractFact]
    public async Task Main_is_there_from_the_first_moment_and_can_not_be_removed()
    {
        Directory.Workspaces.ShouldHaveSingleItem().Name.ShouldBe(WorkspaceName.Main);
        Directory.Find(WorkspaceName.Main).ShouldNotBeNull();
        Directory.Find(Acme).ShouldBeNull();

        (await Directory.RemoveAsync(WorkspaceName.Main, Deadline)).ShouldBeOfType<WorkspaceChange.Refused>().Reason.ShouldContain("main");
        (await Directory.AddAsync(new Workspace(WorkspaceName.Main, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Taken>();
    }

    [ContractFact]
    public async Task Added_workspaces_are_listed_by_name_after_main()
    {
        var before = Directory.Version;
        await AddAsync(Bolt);
        await AddAsync(Acme);

        Directory.Workspaces.Select(workspace => workspace.Name).ShouldBe([WorkspaceName.Main, Acme, Bolt]);
        Directory.Workspaces.ShouldAllBe(workspace => workspace.Fault == null);
        Directory.Version.ShouldBeGreaterThan(before);
        (await Directory.AddAsync(new Workspace(Acme, default), Some.Catalog(), Deadline)).ShouldBeOfType<WorkspaceChange.Taken>().Name.ShouldBe(Acme);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Each_has_its_own_profiles_segments_events_and_catalog(Ending ending)
    {
        var acme = await AddAsync(Acme, version: 7);
        await ObserveAsync(acme, "1");
        await ObserveAsync(Directory.Find(WorkspaceName.Main)!, "1", "2");

        await EndAsync(ending);

        var main = Directory.Find(WorkspaceName.Main).ShouldNotBeNull();
        acme = Directory.Find(Acme).ShouldNotBeNull();
        await main.SettleAsync(Deadline);
        await acme.SettleAsync(Deadline);
        (acme.Catalog.Version, main.Catalog.Version).ShouldBe((7, Some.Catalog().Version));
        (await acme.ProfileAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1);
        (await main.ProfileAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Signals.ShouldBe(2);
        (await acme.StatusAsync(Deadline)).Signals.ShouldBe(1);
        (await main.StatusAsync(Deadline)).Signals.ShouldBe(2);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Keys_limits_and_how_far_a_sample_is_are_kept(Ending ending)
    {
        var sample = new SampleProgress("r1", Host.Clock.Now, Host.Clock.Now) { People = 5, Signals = 60, Fault = "the disk is full" };
        var key = new WorkspaceKey("k1", new string('a', 64), WorkspaceScopes.Write | WorkspaceScopes.Read, Host.Clock.Now);
        await AddAsync(Acme);
        var before = Directory.Version;
        foreach (var name in new[] { Acme, WorkspaceName.Main })
        {
            (await Directory.ChangeAsync(
                name,
                workspace => workspace with { Keys = [.. workspace.Keys, key], Limits = new WorkspaceLimits { SignalsPerSecond = 100 }, Sample = sample },
                Deadline)).ShouldBeOfType<WorkspaceChange.Done>().Workspace.Keys.ShouldBe([key]);
        }

        Directory.Version.ShouldBeGreaterThan(before);
        await EndAsync(ending);

        foreach (var name in new[] { Acme, WorkspaceName.Main })
        {
            var kept = Directory.Workspaces.Single(workspace => workspace.Name == name);
            kept.Keys.ShouldBe([key]);
            kept.Limits.ShouldBe(new WorkspaceLimits { SignalsPerSecond = 100 });
            kept.Sample.ShouldBe(sample);
        }
    }

    [ContractFact]
    public async Task Change_that_makes_nothing_leaves_all_as_it_is()
    {
        await AddAsync(Acme);

        (await Directory.ChangeAsync(Acme, static _ => null, Deadline)).ShouldBeOfType<WorkspaceChange.Done>().Workspace.Keys.ShouldBeEmpty();
        (await Directory.ChangeAsync(Bolt, static workspace => workspace, Deadline)).ShouldBeOfType<WorkspaceChange.Unknown>().Name.ShouldBe(Bolt);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task What_is_removed_is_gone_and_its_name_is_free(Ending ending)
    {
        await ObserveAsync(await AddAsync(Acme, version: 3), "1");
        await ObserveAsync(await AddAsync(Bolt), "1");

        (await Directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>().Workspace.Name.ShouldBe(Acme);
        (await Directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Unknown>();
        await EndAsync(ending);

        Directory.Find(Acme).ShouldBeNull();
        Directory.Workspaces.Select(workspace => workspace.Name).ShouldBe([WorkspaceName.Main, Bolt]);
        (await Directory.Find(Bolt)!.ProfileAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Signals.ShouldBe(1);

        var again = await AddAsync(Acme);
        (await again.ProfileAsync(Some.Profile(), Deadline)).ShouldBeNull();
        again.Catalog.Version.ShouldBe(Some.Catalog().Version);
        (await again.EventsAsync(0, 10, Deadline)).Events.ShouldBeEmpty();
        (await ObserveAsync(again, "1")).ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
    }

    [ContractFact]
    public async Task Grid_of_a_removed_workspace_takes_nothing_and_its_watchers_end()
    {
        var acme = await AddAsync(Acme);
        await ObserveAsync(acme, "1");
        await acme.SettleAsync(Deadline);
        var watch = WatchToTheEndAsync(acme);

        (await Directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();

        await watch;
        try
        {
            (await acme.ObserveAsync([Observation("2")], Deadline)).ShouldNotBeOfType<ObserveResult.Observed>();
        }
        catch (ObjectDisposedException)
        {
            // As good an answer: nobody who has just looked for the grid has it.
        }
    }

    [ContractFact]
    public async Task Calls_that_a_removal_meets_all_end()
    {
        var acme = await AddAsync(Acme);
        using var stop = new CancellationTokenSource();
        var first = new TaskCompletionSource();
        var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(() => SendAsync(sender))).ToArray();
        await first.Task.WaitAsync(Deadline);

        (await Directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        await stop.CancelAsync();

        await Task.WhenAll(senders).WaitAsync(Deadline);

        async Task SendAsync(int sender)
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                try
                {
                    await acme.ObserveAsync([Some.Observation($"p{sender}", id: $"{sender}-{number}", time: Host.Clock.Now)], CancellationToken.None);
                    first.TrySetResult();
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }

    [ContractFact]
    public async Task Grid_of_a_removed_workspace_reads_nothing_of_the_one_that_has_its_name_now()
    {
        var acme = await AddAsync(Acme);
        (await Directory.RemoveAsync(Acme, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = await AddAsync(Acme);
        await ObserveAsync(again, "1");
        await again.SettleAsync(Deadline);

        await ShouldReadNothingAsync(async () => (await acme.EventsAsync(0, 10, Deadline)).Events.Count);
        await ShouldReadNothingAsync(async () => (await acme.QuarantineAsync(0, 10, Deadline)).Entries.Count);
        await ShouldReadNothingAsync(async () => await acme.ProfileAsync(Some.Profile(), Deadline) is null ? 0 : 1);
        await ShouldReadNothingAsync(async () => (await acme.TimelineAsync(Some.Profile(), 10, Deadline))?.Count ?? 0);
    }

    [ContractFact]
    public async Task Audit_is_read_newest_first_by_pages_and_outlives_a_restart_and_the_workspace()
    {
        await AddAsync(Acme);
        foreach (var number in Enumerable.Range(1, 3))
        {
            await Directory.Audit.AppendAsync(new AuditEntry(Host.Clock.Now, "settings", AuditAction.KeyMade, Acme, $"key {number}"), Deadline);
        }

        await Directory.RemoveAsync(Acme, Deadline);
        await EndAsync(Ending.Restart);

        var newest = await Directory.Audit.ReadAsync(null, 2, Deadline);
        newest.Select(record => record.Entry.Detail).ShouldBe(["key 3", "key 2"]);
        newest[0].Entry.ShouldBe(new AuditEntry(Host.Clock.Now, "settings", AuditAction.KeyMade, Acme, "key 3"));
        (await Directory.Audit.ReadAsync(newest[^1].Position, 2, Deadline)).ShouldHaveSingleItem().Entry.Detail.ShouldBe("key 1");
    }

    private static async Task ShouldReadNothingAsync(Func<Task<int>> read)
    {
        try
        {
            (await read()).ShouldBe(0);
        }
        catch (Exception ended) when (ended is ObjectDisposedException or JournalUnavailableException or IOException)
        {
            // As good an answer.
        }
    }

    private async Task<IProfileGrid> AddAsync(WorkspaceName name, int? version = null)
    {
        var catalog = Some.Catalog();
        var change = await Directory.AddAsync(new Workspace(name, default), catalog with { Version = version ?? catalog.Version }, Deadline);
        change.ShouldBeOfType<WorkspaceChange.Done>().Workspace.Name.ShouldBe(name);
        return Directory.Find(name).ShouldNotBeNull();
    }

    private async Task<IReadOnlyList<ObservationOutcome>> ObserveAsync(IProfileGrid grid, params string[] ids) =>
        (await grid.ObserveAsync([.. ids.Select(Observation)], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes;

    private Observation Observation(string id) => Some.Observation(id: id, time: Host.Clock.Now);

    private async Task WatchToTheEndAsync(IProfileGrid grid)
    {
        await foreach (var _ in grid.WatchAsync(0, Deadline))
        {
            // Only the end is awaited.
        }
    }

    private async Task EndAsync(Ending ending)
    {
        if (ending == Ending.None)
        {
            return;
        }

        await (ending == Ending.Restart ? Host.CloseAsync(Deadline) : Host.KillAsync(Deadline));
        await Host.OpenAsync(null, Deadline);
    }
}
