using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Hosting;

/// <summary>Adds the cluster engine to a host.</summary>
public static class GrainEngineHosting
{
    /// <summary>
    /// Adds what a silo runs actors with. The host adds an <see cref="IWorkspaceStorage"/> and the grain storage <see cref="GrainEngineOptions.Storage"/>.
    /// </summary>
    public static IServiceCollection AddPersonaGrainSilo(this IServiceCollection services)
    {
        AddShared(services);
        services.TryAddSingleton<SegmentHints>();
        services.TryAddSingleton<ActivationFence>();
        services.TryAddSingleton<SnapshotStore>();
        services.TryAddSingleton<FollowerTelling>();
        services.TryAddSingleton<TurnRunner>();
        services.TryAddSingleton<CensusPace>();
        services.TryAddSingleton<CensusReader>();
        services.TryAddSingleton<PopulationCensus>();
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<GrainEngineOptions>>(static (collection, engine) =>
            collection.ClassSpecificCollectionAge[typeof(ActorGrain).FullName!] = engine.Value.ProfileCollectionAge);
        return services
            .AddHostedService(provider => provider.GetRequiredService<SegmentHints>())
            .AddHostedService<ShardKeeper>()
            .AddHostedService<WorkspaceKeeper>();
    }

    /// <summary>
    /// Adds the <see cref="IGridDirectory"/> whose grids call the cluster, and that of main as <see cref="IProfileGrid"/>, to a silo or to
    /// a client of the cluster. The host adds an <see cref="IWorkspaceStorage"/>.
    /// </summary>
    public static IServiceCollection AddPersonaGrainGrid(this IServiceCollection services)
    {
        AddShared(services);
        services.TryAddSingleton(static provider =>
            new SignalBudget(provider.GetRequiredService<IOptions<GrainEngineOptions>>().Value.MaximumSignalsInFlight));
        services.TryAddSingleton<FingerprintWindows>();
        services.TryAddSingleton<ClientServices>();
        services.TryAddSingleton<WorkspaceClients>();
        services.TryAddSingleton<IGridDirectory, OrleansGridDirectory>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<WorkspaceClients>().Main.Grid);
        return services;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.AddOptions<GrainEngineOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrainEngineOptions>, GrainEngineOptionsValidator>());
        services.TryAddSingleton(static provider =>
            new GridClock(TimeProvider.System, provider.GetRequiredService<IOptions<GrainEngineOptions>>().Value.ClockTolerance));
        services.TryAddSingleton(ActorKinds.Standard);
        services.TryAddSingleton(new ClusterLink());
        services.TryAddSingleton<GrainCalls>();
        if (services.All(static service => service.ServiceType != typeof(WorkspaceRegistry)))
        {
            services.AddSingleton<WorkspaceRegistry>();
            services.AddHostedService<CatalogPoll>();

            // What a host asks that knows of no workspaces: those of main.
            services.TryAddSingleton(static provider => provider.GetRequiredService<WorkspaceRegistry>().Main.Catalogs);
            services.TryAddSingleton(static provider => provider.GetRequiredService<WorkspaceRegistry>().Main.Journal);
        }
    }
}
