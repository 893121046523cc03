using PersonaGrain.Auditing;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grid.Storage;

/// <summary>
/// The workspaces of a cluster's store. Shared by all processes; <see cref="WorkspaceNumber.Main"/> is always there. All members may be
/// called at once from many threads.
/// </summary>
/// <remarks>
/// Where storage does not confirm it, a member throws <see cref="JournalUnavailableException"/>: what it was to write may be there. What belongs to one
/// workspace is in its <see cref="WorkspaceStores"/>; here is what is asked for all of them at once, so that it costs as much with many as with one.
/// </remarks>
public interface IWorkspaceStorage
{
    /// <summary>
    /// Where a workspace is kept. No I/O: of one that is not there, reads find nothing or fail, and appends are <see cref="AppendResult.Unavailable"/>.
    /// </summary>
    WorkspaceStores Of(WorkspaceNumber workspace);

    /// <summary>Who changed what, of all workspaces.</summary>
    IAuditTrail Audit { get; }

    /// <summary>What changed since a position: workspaces that were added, changed or removed, catalogs, publications. One look for all.</summary>
    /// <param name="after">The position of the look before; below 0 for all.</param>
    /// <param name="cancellation">Ends the look.</param>
    ValueTask<WorkspaceNews> NewsAsync(long after, CancellationToken cancellation);

    /// <summary>Adds a workspace with its first catalog, all or nothing.</summary>
    /// <returns>It as stored; null where the name is taken.</returns>
    ValueTask<StoredWorkspace?> AddAsync(Workspace workspace, StoredCatalog catalog, CancellationToken cancellation);

    /// <summary>Keeps keys and limits instead of those before.</summary>
    /// <param name="changed">The workspace, with the version that was changed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It as stored; null where another version is stored, or it is not live.</returns>
    ValueTask<StoredWorkspace?> ChangeAsync(StoredWorkspace changed, CancellationToken cancellation);

    /// <summary>
    /// Begins to remove a workspace: once this has answered no append of it is kept any more, and its name is free. False where it is not
    /// live.
    /// </summary>
    ValueTask<bool> BeginRemovalAsync(WorkspaceNumber workspace, CancellationToken cancellation);

    /// <summary>Deletes some of what a workspace stored whose removal was begun. Any number of processes may do so at once.</summary>
    /// <returns>Whether there is more to delete; false too once nothing is left but its number.</returns>
    ValueTask<bool> RemoveSomeAsync(WorkspaceNumber workspace, CancellationToken cancellation);

    /// <summary>Takes note that every actor of a workspace has come to something: where it is told twice, the later one counts.</summary>
    ValueTask SettledAsync(WorkspaceNumber workspace, SettledCatalog settled, CancellationToken cancellation);

    /// <summary>Actors of one schedule shard of every workspace to wake at or before an instant, earliest first.</summary>
    /// <param name="shard">See <see cref="Shards.OfSchedule"/>.</param>
    /// <param name="upTo">The newest wake-up wanted.</param>
    /// <param name="after">The last one of the page before, or null for the first page.</param>
    /// <param name="limit">At least 1.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<WorkspaceWake>> DueWakesAsync(int shard, Instant upTo, WorkspaceWake? after, int limit, CancellationToken cancellation);

    /// <summary>How much each workspace holds that has anything; one look for all.</summary>
    ValueTask<IReadOnlyList<WorkspaceTotals>> TotalsAsync(CancellationToken cancellation);
}
