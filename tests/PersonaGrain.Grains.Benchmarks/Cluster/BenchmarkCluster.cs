using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using PersonaGrain.Benchmarks.Embedded;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Benchmarks.Cluster;

/// <summary>One silo, and where asked for a client that reaches it over sockets of the loopback; both in this process.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];

    private BenchmarkCluster()
    {
    }

    /// <summary>The silo's own way to grains: a gateway beside a silo has it.</summary>
    public IServiceProvider Silo => _hosts[0].Services;

    /// <summary>The way of a gateway that is a process of its own.</summary>
    public IServiceProvider Client => _hosts[1].Services;

    /// <summary>Starts a silo and puts the catalog of the load in force.</summary>
    public static async Task<BenchmarkCluster> StartAsync(IWorkspaceStorage workspaces, Action<ISiloBuilder> storage, bool client)
    {
        var cluster = new BenchmarkCluster();
        var (siloPort, clientPort) = (FreePort(), FreePort());
        await cluster.AddAsync(
            host => host.UseOrleans(silo => storage(silo.UseLocalhostClustering(siloPort, clientPort))).Services.AddPersonaGrainSilo(), workspaces);
        if (client)
        {
            await cluster.AddAsync(host => host.UseOrleansClient(orleans => orleans.UseLocalhostClustering(clientPort)), workspaces);
        }

        var change = await GridOf(cluster.Silo).ReplaceCatalogAsync(LoadSignals.Catalog, default);
        return change is CatalogChange.Applied ? cluster : throw new InvalidOperationException($"the catalog was not applied: {change}");
    }

    public static IProfileGrid GridOf(IServiceProvider services) => services.GetRequiredService<IProfileGrid>();

    public static IGrainFactory GrainsOf(IServiceProvider services) => services.GetRequiredService<IGrainFactory>();

    public async ValueTask DisposeAsync()
    {
        _hosts.Reverse();
        foreach (var host in _hosts)
        {
            // Nothing of it is used again: it is ended, not drained.
            await host.StopAsync(new CancellationToken(canceled: true));
            host.Dispose();
        }
    }

    private async Task AddAsync(Action<HostApplicationBuilder> orleans, IWorkspaceStorage workspaces)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Critical).AddSimpleConsole(static options => options.SingleLine = true);
        builder.Services.AddSingleton(workspaces);
        orleans(builder);
        builder.Services.AddPersonaGrainGrid();
        var host = builder.Build();
        await host.StartAsync();
        _hosts.Add(host);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
