using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Tests.Upgrade;

/// <summary>
/// A database that a cluster of the version before left behind, row by row: entries and snapshots of the first form, whole lists of members, no
/// index of ids. Set up anew and started, the grid is what it was, and lives on.
/// </summary>
public sealed class StoredBeforeActorsTests : IAsyncLifetime
{
    private const int VersionBefore = 7;

    private static readonly Instant Stopped = Some.Now + TimeSpan.FromHours(4);

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private readonly DatabaseStore _store = new() { SetUp = SetUpAsync, Configure = static options => options.PopulationInterval = TimeSpan.FromHours(1) };
    private TestCluster? _cluster;

    private IProfileGrid Grid => _cluster!.Grid;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _store.DisposeAsync();
        _deadline.Dispose();
    }

    [PostgresFact]
    public async Task Grid_is_what_it_was_and_lives_on()
    {
        _store.Clock.Advance(Stopped - Some.Now);
        _cluster = await TestCluster.StartAsync(_store);
        await Grid.SettleAsync(_deadline.Token);

        (await ProfilesAsync()).ShouldBe(
        [
            "ada 6 viewer/1/2026-03-01T13:00:00Z hesitant/1/2026-03-01T16:00:00Z keen/1/2026-03-01T12:00:00Z interest=45.001629 [plan, paid] 2026-03-02T15:00:00Z",
            "7 61 viewer/1/2026-03-01T16:00:00Z keen/1/2026-03-01T12:00:00Z interest=50.795920 [name, seven] 2026-03-03T16:00:00Z",
            "busy 1100 buyer/1/2026-03-01T16:00:00Z keen/1/2026-03-01T12:00:00Z interest=17.539817 2026-03-01T18:13:20Z",
            "bob 2 buyer/1/2026-03-01T16:00:00Z interest=0.000000 2026-03-05T13:00:00Z",
            "eve 1 interest=0.000000 2026-03-01T18:00:00Z",
        ]);
        (await SegmentsAsync()).ShouldBe(["viewer 2 2 0", "buyer 2 2 0", "hesitant 1 1 0", "keen 3 3 0"]);
        (await EventsAsync(0)).ShouldBe(
        [
            "Entered 7 gone 12:00 1", "Entered 7 keen 12:00 1", "Entered ada keen 12:00 1", "Entered ada gone 12:00 1", "Entered busy keen 12:00 1",
            "Entered ada viewer 13:00 1", "Triggered ada cart_abandoned 15:00 1", "Exited ada gone 16:00 2", "Entered ada hesitant 16:00 1",
            "Entered busy buyer 16:00 1", "Exited 7 gone 16:00 2", "Entered 7 viewer 16:00 1", "Entered bob buyer 16:00 1",
        ]);

        (await ObserveAsync(("busy", "busy-0"), ("busy", "busy-1099"), ("ada", "a1"))).ShouldAllBe(status => status == ObservationStatus.Duplicate);
        _store.Clock.Advance(TimeSpan.FromHours(2));
        await Grid.SettleAsync(_deadline.Token);

        (await EventsAsync(13)).ShouldBe(["Triggered eve cart_abandoned 18:00 1", "Entered eve hesitant 18:00 1"], ignoreOrder: true);
        (await SegmentsAsync()).ShouldBe(["viewer 2 2 0", "buyer 2 2 0", "hesitant 2 2 0", "keen 3 3 0"]);
        (await Grid.MembersAsync("keen", null, 10, _deadline.Token)).ShouldNotBeNull().Members.Select(member => member.Profile.Value)
            .ShouldBe(["ada", "7", "busy"], ignoreOrder: true);
    }

    private static Task SetUpAsync(string database) => StoredDatabase.SetUpAsync(database, VersionBefore, "stored-before-actors.sql.gz");

    private async Task<List<string>> ProfilesAsync()
    {
        var lines = new List<string>();
        foreach (var id in new[] { "ada", "7", "busy", "bob", "eve" })
        {
            var view = (await Grid.ProfileAsync(Some.Profile(id), _deadline.Token)).ShouldNotBeNull();
            object?[] parts =
            [
                view.Id, view.Signals, .. view.Memberships.Select(one => $"{one.Segment}/{one.Version}/{one.Since}"),
                .. view.Scores.Select(score => $"{score.Key}={score.Value:F6}"), .. view.Traits.Cast<object>(), view.NextFlip,
            ];
            lines.Add(string.Join(' ', parts));
        }

        return lines;
    }

    private async Task<string[]> SegmentsAsync() =>
        [.. (await Grid.SegmentsAsync(_deadline.Token)).Select(segment => $"{segment.Id} {segment.Count} {segment.Entered} {segment.Exited}")];

    private async Task<string[]> EventsAsync(long after) =>
        [.. (await Grid.EventsAsync(after, 100, _deadline.Token)).Events
            .Select(one => $"{one.Kind} {one.Profile} {one.Subject} {one.At.ToDateTimeOffset():HH:mm} {one.Version}")];

    private async Task<ObservationStatus[]> ObserveAsync(params (string Profile, string Id)[] signals)
    {
        var result = await Grid.ObserveAsync([.. signals.Select(signal => Some.Observation(signal.Profile, id: signal.Id))], _deadline.Token);
        return [.. result.ShouldBeOfType<ObserveResult.Observed>().Outcomes.Select(outcome => outcome.Status)];
    }
}
