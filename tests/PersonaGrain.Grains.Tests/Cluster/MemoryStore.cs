using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Serialization;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>A store in memory, which all silos use directly.</summary>
internal sealed class MemoryStore : ClusterStore
{
    private readonly ConcurrentDictionary<ActorAddress, bool> _damaged = [];
    private readonly Lazy<InMemoryWorkspaces> _workspaces;

    /// <summary>A store of its own.</summary>
    public MemoryStore()
        : this(new InMemoryJournal())
    {
    }

    /// <summary>A store around a journal, for one that is to be wrapped.</summary>
    public MemoryStore(InMemoryJournal journal)
    {
        (Journal, Catalogs) = (journal, journal.Catalogs);
        _workspaces = new Lazy<InMemoryWorkspaces>(() => new InMemoryWorkspaces(
            Damageable(WorkspaceNumber.Main, new WorkspaceStores(Journal, Catalogs, Quarantine)), Damageable));
    }

    /// <summary>All workspaces; their journals may be damaged.</summary>
    public IWorkspaceStorage Workspaces => Shared ?? _workspaces.Value;

    /// <summary>Workspaces that the test watches, instead of its own.</summary>
    public IWorkspaceStorage? Shared { get; init; }

    /// <summary>The journal of main that silos and grid use; may be wrapped.</summary>
    public IActorJournal Journal { get; init; }

    public ICatalogStore Catalogs { get; init; }

    public IQuarantineStorage Quarantine { get; init; } = new InMemoryQuarantine();

    public SharedGrainStorage Snapshots { get; } = new();

    public override void AddJournal(IServiceCollection services) => services.AddSingleton(Workspaces);

    public override void AddGrainStorage(ISiloBuilder silo) => silo.Services.AddKeyedSingleton(
        GrainEngineOptions.Storage, (provider, _) => Snapshots.ForSilo(provider.GetRequiredService<Serializer>()));

    public override Task DamageAsync(ActorAddress actor)
    {
        _damaged[actor] = true;
        return Task.CompletedTask;
    }

    /// <summary>What was made unreadable can be read again.</summary>
    public void Mend(ActorId actor) => _damaged.TryRemove(new ActorAddress(default, actor), out _);

    public override Task CutOffAsync()
    {
        Snapshots.CutOff();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private WorkspaceStores Damageable(WorkspaceNumber workspace, WorkspaceStores stores) =>
        stores with { Journal = new DamagedJournal(workspace, stores.Journal, _damaged) };
}
