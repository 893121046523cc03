using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using PersonaGrain.Grains;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Postgres;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Hosting;

/// <summary>Adds Orleans to a process: as a silo, or as a client of silos; started by <see cref="ClusterStart"/>.</summary>
internal static class ClusterHosting
{
    private const string Invariant = "Npgsql";

    /// <summary>For calls between the silos' own parts, which nobody waits for and nobody repeats.</summary>
    private static readonly TimeSpan SystemCallTimeout = TimeSpan.FromSeconds(8);

    /// <summary>Adds what the process's role needs.</summary>
    public static void Add(IHostApplicationBuilder host, SiloSettings settings)
    {
        // What a storage provider says must reach the caller in another process as what it is: a fault that passes.
        host.Services.Configure<ExceptionSerializationOptions>(static options => options.SupportedNamespacePrefixes.Add(nameof(Npgsql)));
        var first = host.Services.Count;
        if (settings.Role == SiloRole.Gateway)
        {
            AddClient(host, settings);
        }
        else
        {
            AddSilo(host, settings);
        }

        StartBeside(host.Services, first, host.Services.Count);
        host.Services.AddSingleton(new ClusterLink("the process is starting")).AddSingleton<ProcessEnd>();
        if (settings.Role == SiloRole.Gateway)
        {
            host.Services
                .AddSingleton<SiloWatch>()
                .AddSingleton<IClusterConnectionStatusObserver>(static provider => provider.GetRequiredService<SiloWatch>())
                .AddHostedService(static provider => provider.GetRequiredService<SiloWatch>());
        }
        else
        {
            host.Services.AddPersonaGrainSilo();
        }
    }

    /// <summary>Puts a <see cref="ClusterStart"/> in the place of what the host would start Orleans by.</summary>
    private static void StartBeside(IServiceCollection services, int first, int end)
    {
        for (var index = first; index < end; index++)
        {
            if (services[index].ServiceType == typeof(IHostedService))
            {
                var orleans = services[index];
                services[index] = ServiceDescriptor.Singleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ClusterStart>(
                    provider,
                    orleans.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, orleans.ImplementationType!)));
            }
        }
    }

    private static void AddSilo(IHostApplicationBuilder host, SiloSettings settings)
    {
        host.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => Name(options, settings.Cluster));
            silo.Configure<SiloMessagingOptions>(options =>
            {
                options.ResponseTimeout = settings.Cluster.CallTimeout;
                options.SystemResponseTimeout = SystemCallTimeout;
            });
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = settings.Cluster.ProbeTimeout;
                options.NumMissedProbesLimit = settings.Cluster.ProbesMissed;

                // After the loss of all silos at once, new ones at other addresses wait for three of these before they start.
                options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
            });
            if (settings.Cluster.Kind == ClusterKind.Local)
            {
                silo.UseLocalhostClustering(
                    PortOf(settings.Cluster.SiloPort), PortOf(settings.Cluster.ClientPort), null, settings.Cluster.Id, settings.Cluster.Id);
                silo.AddMemoryGrainStorage(GrainEngineOptions.Storage);
            }
            else
            {
                AddPostgres(silo, settings);
            }
        });
    }

    private static void AddClient(IHostApplicationBuilder host, SiloSettings settings) => host.UseOrleansClient(client =>
    {
        client.Configure<ClusterOptions>(options => Name(options, settings.Cluster));
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.Cluster.CallTimeout);

        // Silos that come and go must be known sooner than the minute that is the default.
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, MembershipConnection(settings.Database)));

        client.UseConnectionRetryFilter<SiloSearch>();
    });

    private static void AddPostgres(ISiloBuilder silo, SiloSettings settings)
    {
        var snapshots = Connection(settings.Database, string.Empty, settings.Database.OrleansConnections);
        var address = AddressOf(settings.Cluster.Address);
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = address;
            options.SiloPort = PortOf(settings.Cluster.SiloPort);
            options.GatewayPort = PortOf(settings.Cluster.ClientPort);
        });
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, MembershipConnection(settings.Database)));
        silo.AddAdoNetGrainStorage(GrainEngineOptions.Storage, builder => builder.Configure<Serializer>(
            (options, serializer) =>
                (options.Invariant, options.ConnectionString, options.GrainStorageSerializer) = (Invariant, snapshots, new OrleansGrainStorageSerializer(serializer))));
    }

    private static void Name(ClusterOptions options, ClusterSettings cluster) => (options.ClusterId, options.ServiceId) = (cluster.Id, cluster.Id);

    private static string MembershipConnection(DatabaseSettings database) => Connection(database, " membership", database.MembershipConnections);

    /// <summary>A connection string with a pool of its own: Npgsql keeps one for each text.</summary>
    private static string Connection(DatabaseSettings database, string use, int most)
    {
        var text = new NpgsqlConnectionStringBuilder(PostgresStorage.OrleansConnectionString(database.ConnectionString)) { MaxPoolSize = most };
        text.ApplicationName += use;
        return text.ConnectionString;
    }

    private static IPAddress AddressOf(string address)
    {
        if (IPAddress.TryParse(address, out var parsed))
        {
            return parsed;
        }

        var name = address == "auto" ? Dns.GetHostName() : address;
        return Array.Find(Dns.GetHostAddresses(name), static candidate => candidate.AddressFamily == AddressFamily.InterNetwork)
            ?? throw new InvalidOperationException($"the host name '{name}' has no IPv4 address; set PersonaGrain:Cluster:Address");
    }

    private static int PortOf(int configured)
    {
        if (configured != 0)
        {
            return configured;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
