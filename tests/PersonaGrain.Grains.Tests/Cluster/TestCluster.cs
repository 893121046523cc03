using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Profiles;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid.Storage.InMemory;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>What a cluster of silos shares and leaves behind: journal, catalogs, snapshots, and the clock.</summary>
internal sealed class ClusterStore
{
    /// <summary>The journal that silos and grid use; may be wrapped.</summary>
    public IProfileJournal Journal { get; init; } = new InMemoryJournal();

    public ICatalogStore Catalogs { get; init; } = new InMemoryCatalogStore();

    public SharedGrainStorage Snapshots { get; } = new();

    public ManualTimeProvider Clock { get; init; } = new();

    /// <summary>Options of the engine, on top of those that make tests quick.</summary>
    public Action<GrainEngineOptions> Configure { get; set; } = static _ => { };
}

/// <summary>Two silos and a client within this process, over a store that outlives them.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private readonly ClusterStore _store;

    private TestCluster(InProcessTestCluster cluster, ClusterStore store) => (_cluster, _store) = (cluster, store);

    public IProfileGrid Grid => _cluster.Client.ServiceProvider.GetRequiredService<IProfileGrid>();

    public IGrainFactory Grains => _cluster.Client;

    public InProcessTestCluster Orleans => _cluster;

    public Serializer Serializer => _cluster.Client.ServiceProvider.GetRequiredService<Serializer>();

    /// <summary>How many profiles each silo has in memory.</summary>
    public async Task<int[]> ProfilesInMemoryAsync()
    {
        var profile = Grains.GetGrain<IProfileGrain>("any").GetGrainId().Type;
        var statistics = await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return [.. _cluster.Silos.Select(silo => statistics.Count(entry => entry.SiloAddress.Equals(silo.SiloAddress) && entry.GrainId.Type == profile))];
    }

    public static async Task<TestCluster> StartAsync(ClusterStore store, short silos = 2)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(host =>
        {
            host.Logging.SetMinimumLevel(LogLevel.Warning);
            host.Services
                .AddSingleton(new GridClock(store.Clock))
                .AddSingleton(store.Journal)
                .AddSingleton(store.Catalogs)
                .Configure<GrainEngineOptions>(options =>
                {
                    options.CatalogPoll = TimeSpan.FromMilliseconds(20);
                    options.CatalogLease = TimeSpan.FromMilliseconds(100);
                    options.SchedulePoll = TimeSpan.FromMilliseconds(100);
                    options.KeepAlive = TimeSpan.FromMilliseconds(200);
                    store.Configure(options);
                });
        });
        builder.ConfigureSilo((_, silo) => silo.Services
            .AddKeyedSingleton(GrainEngineOptions.Storage, (provider, _) => store.Snapshots.ForSilo(provider.GetRequiredService<Serializer>()))
            .AddPersonaGrainSilo());
        builder.ConfigureClientHost(host => host.Services.AddPersonaGrainGrid());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestCluster(cluster, store);
    }

    /// <summary>Stops silos and client as an operator does.</summary>
    public async Task StopAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>Loses silos and client: no grain is deactivated, nothing is written.</summary>
    public async Task KillAsync()
    {
        _store.Snapshots.CutOff();
        await _cluster.KillClientAsync();
        foreach (var silo in _cluster.Silos.ToArray())
        {
            await _cluster.KillSiloAsync(silo);
        }

        await _cluster.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
