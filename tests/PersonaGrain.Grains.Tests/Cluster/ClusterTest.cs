using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>What tests of single grains share: a cluster on a store of their own, and short forms of what they do with it.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    /// <summary>A catalog with one segment, <c>chosen</c>: a view within an hour.</summary>
    protected static readonly CatalogDocument Recent =
        Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }""");

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private TestCluster? _cluster;

    private protected MemoryStore Store { get; set; } = new();

    private protected TestCluster Cluster => _cluster ?? throw new InvalidOperationException("start the cluster first");

    /// <summary>Generous: it only ends a test that hangs.</summary>
    protected CancellationToken Deadline => _deadline.Token;

    protected IProfileGrid Grid => Cluster.Grid;

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        await Store.DisposeAsync();

        _deadline.Dispose();
    }

    /// <summary>Starts silos on the store; a catalog is put in force where one is given.</summary>
    protected async Task StartAsync(CatalogDocument? catalog = null, short silos = 2)
    {
        _cluster = await TestCluster.StartAsync(Store, silos);
        if (catalog is not null)
        {
            (await Grid.ReplaceCatalogAsync(catalog, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        }
    }

    /// <summary>Loses every silo, and starts others on what they left behind.</summary>
    protected async Task CrashAsync()
    {
        await Cluster.KillAsync();
        await StartAsync();
    }

    protected async Task<ObservationStatus[]> ObserveAsync(params Observation[] observations)
    {
        var result = await Grid.ObserveAsync(observations, Deadline);
        return [.. result.ShouldBeOfType<ObserveResult.Observed>().Outcomes.Select(outcome => outcome.Status)];
    }

    /// <summary>Sends the call again until it is taken, as a client does.</summary>
    protected async Task<ObservationStatus[]> InsistAsync(params Observation[] observations)
    {
        while (true)
        {
            if (await Grid.ObserveAsync(observations, Deadline) is ObserveResult.Observed observed)
            {
                return [.. observed.Outcomes.Select(outcome => outcome.Status)];
            }
        }
    }

    protected async Task<ProfileView> ProfileAsync(string id = "ada") => (await Grid.ProfileAsync(Some.Profile(id), Deadline)).ShouldNotBeNull();

    protected async Task<string[]> StoryAsync(string id = "ada") =>
        [.. (await Grid.EventsAsync(0, 10_000, Deadline)).Events
            .Where(one => one.Profile == Some.Profile(id)).Select(one => $"{one.Kind.ToString().ToLowerInvariant()} {one.Subject} {one.Version}")];

    /// <summary>Has a profile leave memory, and waits until it has.</summary>
    protected Task ForgetAsync(string id = "ada") => Cluster.Orleans.DeactivateAsync(Cluster.Grains.GetGrain<IActorGrain>(id));

    protected void Pass(TimeSpan span) => Store.Clock.Advance(span);

    protected Instant Now => Store.Clock.Now;
}
