using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Tests.Upgrade;

/// <summary>
/// A database that a cluster of before workspaces left behind: snapshots, two catalogs, a publication, counts that are not folded, parts of segments,
/// something set aside. Set up anew and started, it is <c>main</c>, in place: what it was, and it lives on beside another workspace.
/// </summary>
public sealed class StoredBeforeWorkspacesTests : IAsyncLifetime
{
    private const int VersionBefore = 9;

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private readonly DatabaseStore _store = new()
    {
        SetUp = static database => StoredDatabase.SetUpAsync(database, VersionBefore, "stored-before-workspaces.sql.gz"),
        Configure = static options => options.PopulationInterval = TimeSpan.FromHours(1),
    };

    private TestCluster? _cluster;

    private CancellationToken Deadline => _deadline.Token;

    private IProfileGrid Grid => _cluster!.Grid;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _store.DisposeAsync();
        _deadline.Dispose();
    }

    [PostgresFact]
    public async Task Store_becomes_main_and_lives_on()
    {
        _store.Clock.Advance(TimeSpan.FromHours(4));
        _cluster = await TestCluster.StartAsync(_store);
        await Grid.SettleAsync(Deadline);

        (await ProfilesAsync()).ShouldBe(
        [
            // Without what correlations said then: those of merely having both are not carried on.
            "ada 3 hesitant/1/2026-03-01T13:00:00Z intent=41.854877 ",
            "7 40 intent=25.322217 ",
            "bob 2 buyer/1/2026-03-01T14:00:00Z recent/1/2026-03-01T14:00:00Z intent=14.058755 2026-03-01T17:00:00Z",
            "eve 1 intent=28.333333 2026-03-01T17:00:00Z",
            "visitor-3 2 buyer/1/2026-03-01T14:00:00Z intent=27.903251 ",
        ]);
        (await SegmentsAsync()).ShouldBe(["buyer 41 41 0", "hesitant 1 1 0", "recent 1 63 62"], ignoreOrder: true);
        (await EventsAsync(0)).ShouldBe(
        [
            "1 Entered ada gone 12:00 1", "2 Entered ada recent 12:00 1", "3 Entered 7 gone 12:00 1", "4 Entered 7 recent 12:00 1",
            "125 Triggered ada cart_abandoned 13:00 1", "126 Entered ada hesitant 13:00 1", "139 Exited 7 gone 14:00 2", "177 Exited ada gone 14:00 2",
            "229 Entered bob buyer 14:00 1", "230 Entered bob recent 14:00 1", "232 Exited 7 recent 15:00 2", "292 Exited ada recent 15:00 2",
        ]);
        var status = await Grid.StatusAsync(Deadline);
        (status.Profiles, status.Signals, status.LastEvent, status.Quarantined, status.CatalogVersion, status.Reevaluation).ShouldBe((104, 186, 292, 1, 2, null));
    }

    [PostgresFact]
    public async Task What_was_due_happens_and_what_was_counted_counts_beside_another_workspace()
    {
        _store.Clock.Advance(TimeSpan.FromHours(4));
        _cluster = await TestCluster.StartAsync(_store);
        await _cluster.Directory.RefreshAsync(Deadline);
        _cluster.Directory.Workspaces.ShouldHaveSingleItem().Created.ShouldBeGreaterThan(Some.Now);
        var acme = WorkspaceName.Parse("acme");
        (await _cluster.Directory.AddAsync(new Workspace(acme, default), Grid.Catalog.Document, Deadline)).ShouldBeOfType<WorkspaceChange.Done>();

        (await ObserveAsync(Grid, "a1")).ShouldBe(ObservationStatus.Duplicate);
        (await ObserveAsync(_cluster.Directory.Find(acme)!, "a1")).ShouldBe(ObservationStatus.Accepted);
        _store.Clock.Advance(TimeSpan.FromHours(2));
        await Grid.SettleAsync(Deadline);

        (await EventsAsync(292)).Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ShouldBe(
            ["Triggered eve cart_abandoned 17:00 1", "Entered eve hesitant 17:00 1", "Exited bob recent 17:00 2"], ignoreOrder: true);
        (await SegmentsAsync()).ShouldBe(["buyer 41 41 0", "hesitant 2 2 0", "recent 0 63 63"], ignoreOrder: true);
        (await Grid.MembersAsync("hesitant", null, 10, Deadline)).ShouldNotBeNull().Members.Select(member => member.Profile.Value)
            .ShouldBe(["ada", "eve"], ignoreOrder: true);
        (await _cluster.Directory.Find(acme)!.StatusAsync(Deadline)).Signals.ShouldBe(1);
    }

    private async Task<List<string>> ProfilesAsync()
    {
        var lines = new List<string>();
        foreach (var id in new[] { "ada", "7", "bob", "eve", "visitor-3" })
        {
            var view = (await Grid.ProfileAsync(Some.Profile(id), Deadline)).ShouldNotBeNull();
            object?[] parts =
            [
                view.Id, view.Signals, .. view.Memberships.Select(one => $"{one.Segment}/{one.Version}/{one.Since}"),
                .. view.Scores.Select(score => $"{score.Key}={score.Value:F6}"), view.NextFlip,
            ];
            lines.Add(string.Join(' ', parts));
        }

        return lines;
    }

    private async Task<string[]> SegmentsAsync() =>
        [.. (await Grid.SegmentsAsync(Deadline)).Select(segment => $"{segment.Id} {segment.Count} {segment.Entered} {segment.Exited}")];

    /// <summary>Events but those of the many visitors.</summary>
    private async Task<string[]> EventsAsync(long after) =>
        [.. (await Grid.EventsAsync(after, 1_000, Deadline)).Events
            .Where(one => !one.Profile.Value.StartsWith("visitor", StringComparison.Ordinal))
            .Select(one => $"{one.Position} {one.Kind} {one.Profile} {one.Subject} {one.At.ToDateTimeOffset():HH:mm} {one.Version}")];

    private async Task<ObservationStatus> ObserveAsync(IProfileGrid grid, string id) =>
        (await grid.ObserveAsync([Some.Observation("ada", id: id)], Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes.Single().Status;
}
