using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests.Actors;

public sealed class MemorySplitClusterTests() : SplitClusterTests(new MemoryStore());

[NeedsPostgres]
public sealed class PostgresSplitClusterTests() : SplitClusterTests(new DatabaseStore());

/// <summary>Two clusters that know nothing of each other, on one store: each has its own activation of every profile, as on both sides of a split.</summary>
public abstract class SplitClusterTests : IAsyncLifetime
{
    private const int Rounds = 15;

    private static readonly string[] Profiles = ["ada", "bob", "eve"];

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private readonly ClusterStore _store;
    private TestCluster? _left;
    private TestCluster? _right;

    private protected SplitClusterTests(ClusterStore store) => _store = store;

    private CancellationToken Deadline => _deadline.Token;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await (_left?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_right?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _store.DisposeAsync();
        _deadline.Dispose();
    }

    [ContractFact]
    public async Task Two_activations_of_a_profile_lose_nothing_and_count_nothing_twice()
    {
        _store.Configure = options => (options.SnapshotFrom, options.SnapshotEvery, options.SnapshotWhenLeaving) = (1, 4, 1);
        _left = await TestCluster.StartAsync(_store, silos: 1);
        _right = await TestCluster.StartAsync(_store, silos: 1);
        (await _left.Grid.ReplaceCatalogAsync(
            Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 3 } }"""), Deadline)).ShouldBeOfType<CatalogChange.Applied>();

        var accepted = await Task.WhenAll(SendAllAsync(_left, "left"), SendAllAsync(_right, "right"));

        // Each side sends its own ids, and both send the same others. An answer that took too long is a duplicate when it is asked for again.
        accepted.Sum().ShouldBeLessThanOrEqualTo(Profiles.Length * 3 * Rounds, "an id was accepted twice");
        foreach (var profile in Profiles)
        {
            (await SendAsync(_left, profile, "right-0")).ShouldBe(ObservationStatus.Duplicate);
            (await SendAsync(_right, profile, "left-0")).ShouldBe(ObservationStatus.Duplicate);
        }

        await _right.StopAsync();
        _right = null;
        await ExpectAsync(_left.Grid);
    }

    private async Task<int> SendAllAsync(TestCluster cluster, string side)
    {
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var id in new[] { $"both-{round}", $"{side}-{round}" })
            {
                var statuses = await Task.WhenAll(Profiles.Select(profile => SendAsync(cluster, profile, id)));
                accepted += statuses.Count(status => status == ObservationStatus.Accepted);
            }
        }

        return accepted;
    }

    /// <summary>Sends a signal until it is taken; while the other side keeps appending, it may hear "unavailable".</summary>
    private async Task<ObservationStatus> SendAsync(TestCluster cluster, string profile, string id)
    {
        while (true)
        {
            var result = await cluster.Grid.ObserveAsync([Some.Observation(profile, id: id)], Deadline);
            if (result is ObserveResult.Observed observed)
            {
                return observed.Outcomes[0].Status;
            }

            result.ShouldBeOfType<ObserveResult.Unavailable>();
        }
    }

    private async Task ExpectAsync(IProfileGrid grid)
    {
        foreach (var profile in Profiles)
        {
            (await SendAsync(_left!, profile, "last")).ShouldBe(ObservationStatus.Accepted);
            (await grid.ProfileAsync(Some.Profile(profile), Deadline)).ShouldNotBeNull().Signals.ShouldBe(3 * Rounds + 1);
        }

        await grid.SettleAsync(Deadline);
        var events = (await grid.EventsAsync(0, 1_000, Deadline)).Events;
        events.Select(one => $"{one.Profile} {one.Kind} {one.Subject} {one.Version}").ShouldBe(
            Profiles.Select(profile => $"{profile} {GridEventKind.Entered} chosen 1"), ignoreOrder: true);
        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(Profiles.Length);
        var status = await grid.StatusAsync(Deadline);
        (status.Profiles, status.Signals).ShouldBe((3L, Profiles.Length * (3L * Rounds + 1)));
    }
}
