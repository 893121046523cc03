using PersonaGrain.Workspaces;

namespace PersonaGrain.Grid.Storage;

/// <summary>How far a workspace is on its way through the store. Stored: values must not change.</summary>
public enum WorkspaceState : short
{
    /// <summary>It takes appends.</summary>
    Live = 0,

    /// <summary>It takes nothing any more, and what it stored is being deleted.</summary>
    Removing = 1,

    /// <summary>Nothing of it is left but its number.</summary>
    Removed = 2,
}

/// <summary>A workspace as a cluster's store keeps it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Workspace">Its name, keys and limits; null where it is not live any more: then its name is free.</param>
/// <param name="Version">Rises with each change of them: who changes it names the one that it changed.</param>
/// <param name="State">How far it is.</param>
public sealed record StoredWorkspace(WorkspaceNumber Number, Workspace? Workspace, int Version, WorkspaceState State)
{
    /// <summary>What is said of a workspace that is not live.</summary>
    public const string RemovedReason = "the workspace was removed";

    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>What whoever reads of a workspace is told that is not live.</summary>
    public static JournalUnavailableException Removed() => new(RemovedReason, Later);
}

/// <summary>A workspace, and what is in force in it.</summary>
/// <param name="Stored">The workspace.</param>
/// <param name="InForce">Its newest catalog and publication; null for what there is not, and for both where it is not live.</param>
/// <param name="Settled">What every actor of it has come to, as far as somebody told.</param>
public sealed record WorkspaceInForce(StoredWorkspace Stored, StoredNews InForce, SettledCatalog Settled);

/// <summary>What every actor of a workspace has come to: then nobody needs to look after its re-evaluation. The default says nothing.</summary>
/// <param name="Catalog">The version of the catalog.</param>
/// <param name="Decisive">The decisive publication.</param>
public readonly record struct SettledCatalog(int Catalog, long Decisive);

/// <summary>What changed in the workspaces of a store since a position.</summary>
/// <param name="Changed">Those that changed, each as it is now.</param>
/// <param name="Position">The position to ask after next.</param>
public sealed record WorkspaceNews(IReadOnlyList<WorkspaceInForce> Changed, long Position)
{
    /// <summary>The store's own time during the look; null where it has no clock of its own.</summary>
    public Time.Instant? StoreTime { get; init; }
}

/// <summary>Where a workspace is kept.</summary>
/// <param name="Journal">Its journal.</param>
/// <param name="Catalogs">What is in force in it.</param>
/// <param name="Quarantine">What was set aside.</param>
public sealed record WorkspaceStores(IActorJournal Journal, ICatalogStore Catalogs, IQuarantineStorage Quarantine);

/// <summary>A wake-up of one workspace. Ordered by instant, then by workspace, then by actor.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Due">Who is to be woken, and when.</param>
public readonly record struct WorkspaceWake(WorkspaceNumber Workspace, DueWake Due);
