using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Testing;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>What a cluster of silos shares and leaves behind: journal, catalogs, snapshots, and the clock.</summary>
internal abstract class ClusterStore : IAsyncDisposable
{
    public ManualTimeProvider Clock { get; init; } = new();

    /// <summary>The clock of all processes, where it is not <see cref="Clock"/>.</summary>
    public GridClock? GridClock { get; init; }

    /// <summary>Options of the engine, on top of those that make tests quick.</summary>
    public Action<GrainEngineOptions> Configure { get; set; } = static _ => { };

    /// <summary>The kinds of actors that the cluster has.</summary>
    public ActorKinds Kinds { get; set; } = new([]);

    /// <summary>Makes the store, where it is not there yet.</summary>
    public virtual Task OpenAsync() => Task.CompletedTask;

    /// <summary>Adds journal and catalogs to a process, be it a silo or the client.</summary>
    public abstract void AddJournal(IServiceCollection services);

    /// <summary>Adds the grain storage to a silo.</summary>
    public abstract void AddGrainStorage(ISiloBuilder silo);

    /// <summary>From now on, nothing that uses the store today can write to it: as if its processes were gone at once.</summary>
    public abstract Task CutOffAsync();

    /// <summary>Makes what is stored of an actor unreadable.</summary>
    public abstract Task DamageAsync(ActorAddress actor);

    /// <summary>Makes what is stored of an actor of main unreadable.</summary>
    public Task DamageAsync(ActorId actor) => DamageAsync(new ActorAddress(default, actor));

    /// <summary>Removes the store.</summary>
    public abstract ValueTask DisposeAsync();
}
