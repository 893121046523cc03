using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Workspaces;

/// <summary>What one process has of one workspace: where it is kept, and what is in force in it.</summary>
internal sealed class WorkspaceServices(WorkspaceNumber number, WorkspaceStores stores, GridClock clock, IOptions<GrainEngineOptions> options) : IDisposable
{
    private readonly CancellationTokenSource _removed = new();
    private volatile SettledBox _settled = new(default);

    /// <summary>The workspace.</summary>
    public WorkspaceNumber Number => number;

    /// <summary>Its journal.</summary>
    public IActorJournal Journal => stores.Journal;

    /// <summary>Where its catalogs are kept.</summary>
    public ICatalogStore Store => stores.Catalogs;

    /// <summary>What was set aside.</summary>
    public IQuarantineStorage Quarantine => stores.Quarantine;

    /// <summary>The catalog that this process uses.</summary>
    public CatalogHolder Catalogs { get; } = new(stores.Catalogs, clock, options);

    /// <summary>Cancelled once this process knows that the workspace was removed.</summary>
    public CancellationToken Removed => _removed.Token;

    /// <summary>Whether this process knows that the workspace was removed.</summary>
    public bool IsRemoved => _removed.IsCancellationRequested;

    /// <summary>Whether every actor of it is known to have come to a catalog.</summary>
    public bool IsSettled(CatalogInForce catalog) =>
        _settled.Value is var settled && settled.Catalog >= catalog.Version && settled.Decisive >= catalog.Publication.Decisive;

    /// <summary>Somebody told what every actor has come to.</summary>
    public void Settle(SettledCatalog settled) => _settled = new SettledBox(settled);

    /// <summary>The workspace was removed: from now on this process uses nothing of it.</summary>
    public void End()
    {
        Catalogs.End();
        _removed.Cancel();
    }

    /// <summary>Lets nobody read of a workspace that was removed.</summary>
    /// <exception cref="JournalUnavailableException">It was.</exception>
    public void ThrowIfRemoved()
    {
        if (IsRemoved)
        {
            throw StoredWorkspace.Removed();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Catalogs.Dispose();
        _removed.Dispose();
    }

    private sealed record SettledBox(SettledCatalog Value);
}
