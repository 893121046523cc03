using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Testing.Journals;

/// <summary>A storage under test, empty at the start. A storage joins the suite with a class that derives from this one and one line for each contract.</summary>
public abstract class JournalHost : IAsyncDisposable
{
    /// <summary>The workspaces.</summary>
    public abstract IWorkspaceStorage Workspaces { get; }

    /// <summary>The journal of main.</summary>
    public IActorJournal Journal => Workspaces.Of(WorkspaceNumber.Main).Journal;

    /// <summary>The catalogs of main.</summary>
    public ICatalogStore Catalogs => Workspaces.Of(WorkspaceNumber.Main).Catalogs;

    /// <summary>What was set aside in main.</summary>
    public IQuarantineStorage Quarantine => Workspaces.Of(WorkspaceNumber.Main).Quarantine;

    /// <summary>Opens the storage.</summary>
    public abstract Task StartAsync(CancellationToken cancellation);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
