using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.TestingHost;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grid;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>Two silos and a client within this process, over a store that outlives them.</summary>
/// <remarks>
/// Silos start and end one after another: each changes the table of members, and of two that do so at once Orleans has one
/// wait for two to four seconds before it tries again.
/// </remarks>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private readonly ClusterStore _store;

    private TestCluster(InProcessTestCluster cluster, ClusterStore store) => (_cluster, _store) = (cluster, store);

    public IProfileGrid Grid => _cluster.Client.ServiceProvider.GetRequiredService<IProfileGrid>();

    public IGridDirectory Directory => _cluster.Client.ServiceProvider.GetRequiredService<IGridDirectory>();

    public IGrainFactory Grains => _cluster.Client;

    public InProcessTestCluster Orleans => _cluster;

    public Serializer Serializer => _cluster.Client.ServiceProvider.GetRequiredService<Serializer>();

    /// <summary>The silo that has a grain in memory, or null where none has.</summary>
    public SiloAddress? HomeOf(IAddressable grain) =>
        _cluster.TryGetGrainContext(grain.GetGrainId(), out var context) ? context.Address.SiloAddress : null;

    /// <summary>How many profiles each silo has in memory.</summary>
    public async Task<int[]> ProfilesInMemoryAsync()
    {
        var profile = Grains.GetGrain<IActorGrain>("any").GetGrainId().Type;
        var statistics = await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return [.. _cluster.Silos.Select(silo => statistics.Count(entry => entry.SiloAddress.Equals(silo.SiloAddress) && entry.GrainId.Type == profile))];
    }

    public static async Task<TestCluster> StartAsync(ClusterStore store, short silos = 2)
    {
        await store.OpenAsync();
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = false;

        // Grain storage is kept by this name: a cluster that is started again must find what the one before wrote.
        builder.Options.ServiceId = "grid";
        builder.ConfigureHost(host =>
        {
            host.Logging.SetMinimumLevel(LogLevel.Warning);
            host.Services
                .AddSingleton(store.GridClock ?? new GridClock(store.Clock))
                .AddSingleton(store.Kinds)
                .Configure<GrainEngineOptions>(options =>
                {
                    options.CatalogPoll = TimeSpan.FromMilliseconds(50);
                    options.CatalogLease = TimeSpan.FromMilliseconds(100);

                    // A busy machine fails no test.
                    options.RetryFor = TimeSpan.FromMinutes(1);
                    store.Configure(options);
                });
            store.AddJournal(host.Services);
        });
        builder.ConfigureSilo((_, silo) =>
        {
            store.AddGrainStorage(silo);

            // The default makes room for a million grains in each silo, which every collection of garbage walks through.
            silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = 4_096);
            silo.Services.AddPersonaGrainSilo();
            SiloStartCost.Reduce(silo.Services);
        });
        builder.ConfigureClientHost(host => host.Services.AddPersonaGrainGrid());
        builder.ConfigureClient(client => SiloStartCost.Reduce(client.Services));
        var cluster = new InProcessTestCluster(builder.Options, new SiloPorts());
        await cluster.DeployAsync();
        while (cluster.Silos.Count < silos)
        {
            await cluster.StartSilosAsync(1);
        }

        await Task.WhenAll(cluster.Silos.Select(silo => SeesAsync(silo, silos))).WaitAsync(TimeSpan.FromMinutes(1));
        await cluster.InitializeClientAsync();
        return new TestCluster(cluster, store);
    }

    /// <summary>Stops silos and client as an operator does.</summary>
    public async Task StopAsync()
    {
        await _cluster.StopClusterClientAsync();
        await _cluster.StopSilosAsync();
        await EndAsync();
    }

    /// <summary>Loses silos and client: no grain is deactivated, nothing is written.</summary>
    public async Task KillAsync()
    {
        await _store.CutOffAsync();
        await DisposeAsync();
    }

    /// <summary>Ends silos and client in the quickest way, for a store that is of no more use.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cluster.KillClientAsync();
        foreach (var silo in _cluster.Silos)
        {
            await _cluster.KillSiloAsync(silo);
        }

        await EndAsync();
    }

    /// <summary>Completes when a silo knows that so many are active.</summary>
    private static async Task SeesAsync(InProcessSiloHandle silo, int count)
    {
        await foreach (var members in silo.ServiceProvider.GetRequiredService<IClusterMembershipService>().MembershipUpdates)
        {
            if (members.Members.Values.Count(static member => member.Status == SiloStatus.Active) == count)
            {
                return;
            }
        }
    }

    /// <summary>Without this a cluster stays in memory for as long as the test process.</summary>
    private async Task EndAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
