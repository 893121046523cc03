using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Events;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Hosting;

/// <summary>Adds the cluster engine to a host.</summary>
public static class GrainEngineHosting
{
    /// <summary>Adds what a silo runs actors with. The host adds an <see cref="IActorJournal"/>, an <see cref="ICatalogStore"/>, and the grain storage <see cref="GrainEngineOptions.Storage"/>.</summary>
    public static IServiceCollection AddPersonaGrainSilo(this IServiceCollection services)
    {
        AddShared(services);
        services.TryAddSingleton<SegmentHints>();
        services.TryAddSingleton<ActivationFence>();
        services.TryAddSingleton<SnapshotStore>();
        services.TryAddSingleton<TurnRunner>();
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<GrainEngineOptions>>(static (collection, engine) =>
            collection.ClassSpecificCollectionAge[typeof(ActorGrain).FullName!] = engine.Value.ProfileCollectionAge);
        return services
            .AddHostedService(provider => provider.GetRequiredService<SegmentHints>())
            .AddHostedService<ShardKeeper>();
    }

    /// <summary>Adds the <see cref="IProfileGrid"/> that calls the cluster, to a silo or to a client of the cluster. The host adds an <see cref="IQuarantineStorage"/> too.</summary>
    public static IServiceCollection AddPersonaGrainGrid(this IServiceCollection services)
    {
        AddShared(services);
        services.TryAddSingleton<GrainCalls>();
        services.TryAddSingleton<ActorReferences>();
        services.TryAddSingleton<ActorReader>();
        services.TryAddSingleton<ScheduleClient>();
        services.TryAddSingleton<ObserveClient>();
        services.TryAddSingleton(static provider => new Quarantine(
            provider.GetRequiredService<IQuarantineStorage>(),
            provider.GetRequiredService<IOptions<GrainEngineOptions>>().Value.QuarantineCapacity,
            static () => TimeProvider.System.GetElapsedTime(0)));
        services.TryAddSingleton<SegmentClient>();
        services.TryAddSingleton<CatalogClient>();
        services.TryAddSingleton<StatusClient>();
        services.TryAddSingleton<EventFeed>();
        services.TryAddSingleton<IProfileGrid, OrleansGrid>();
        return services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
    }

    private static void AddShared(IServiceCollection services)
    {
        services.AddOptions<GrainEngineOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrainEngineOptions>, GrainEngineOptionsValidator>());
        services.TryAddSingleton(static provider =>
            new GridClock(TimeProvider.System, provider.GetRequiredService<IOptions<GrainEngineOptions>>().Value.ClockTolerance));
        services.TryAddSingleton(ActorKinds.Standard);
        services.TryAddSingleton(new ClusterLink());
        if (services.All(static service => service.ServiceType != typeof(CatalogHolder)))
        {
            services.AddSingleton<CatalogHolder>();
            services.AddHostedService<CatalogPoll>();
        }
    }
}
