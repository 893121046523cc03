using System.Diagnostics;
using Microsoft.Extensions.Options;
using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Client;

/// <summary>
/// The workspaces of the cluster seen from one of its processes: as of its last look into the store, which comes with that for catalogs.
/// </summary>
internal sealed class OrleansGridDirectory(
    WorkspaceRegistry registry, WorkspaceClients clients, IWorkspaceStorage storage, GridClock clock, IOptions<GrainEngineOptions> options) : IGridDirectory
{
    /// <inheritdoc />
    public IAuditTrail Audit => storage.Audit;

    /// <inheritdoc />
    public IReadOnlyList<Workspace> Workspaces => registry.List.Workspaces;

    /// <inheritdoc />
    public long Version => registry.List.Version;

    /// <inheritdoc />
    public IProfileGrid? Find(WorkspaceName workspace) =>
        workspace.IsMain ? clients.Main.Grid : registry.List.Find(workspace) is { } listed ? clients.Of(listed.Services).Grid : null;

    /// <inheritdoc />
    public ValueTask RefreshAsync(CancellationToken cancellation) => registry.RefreshAsync(cancellation);

    /// <inheritdoc />
    public async ValueTask<WorkspaceChange> AddAsync(Workspace workspace, CatalogDocument catalog, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (Refusal(workspace) is { } refused)
        {
            return refused;
        }

        if (workspace.Name.IsMain)
        {
            return new WorkspaceChange.Taken(workspace.Name);
        }

        try
        {
            // The look also bounds the clock: see CatalogClient.
            await registry.RefreshAsync(cancellation);
            var first = new StoredCatalog(catalog.Version, CatalogWriter.Write(catalog), clock.Now) { Origin = new CatalogOrigin(CatalogOrigin.Workspace) };
            if (await storage.AddAsync(workspace, first, CancellationToken.None).AsTask().WaitAsync(cancellation) is not { Workspace: { } added })
            {
                return new WorkspaceChange.Taken(workspace.Name);
            }

            await registry.RefreshAsync(cancellation);
            return new WorkspaceChange.Done(added);
        }
        catch (JournalUnavailableException unavailable)
        {
            return Unavailable(unavailable);
        }
    }

    /// <inheritdoc />
    public async ValueTask<WorkspaceChange> ChangeAsync(WorkspaceName workspace, Func<Workspace, Workspace?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        try
        {
            while (true)
            {
                await registry.RefreshAsync(cancellation);
                if (registry.List.Find(workspace) is not { } known)
                {
                    return new WorkspaceChange.Unknown(workspace);
                }

                if (change(known.Workspace) is not { } wanted)
                {
                    return new WorkspaceChange.Done(known.Workspace);
                }

                // Name and birth stay.
                var changed = wanted with { Name = known.Workspace.Name, Created = known.Workspace.Created, Fault = null };
                if (Refusal(changed) is { } refused)
                {
                    return refused;
                }

                var write = storage.ChangeAsync(known.Stored with { Workspace = changed }, CancellationToken.None).AsTask();
                if (await write.WaitAsync(cancellation) is { Workspace: { } stored })
                {
                    await registry.RefreshAsync(cancellation);
                    return new WorkspaceChange.Done(stored);
                }
            }
        }
        catch (JournalUnavailableException unavailable)
        {
            return Unavailable(unavailable);
        }
    }

    /// <inheritdoc />
    public async ValueTask<WorkspaceChange> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation)
    {
        if (workspace.IsMain)
        {
            return new WorkspaceChange.Refused("main is always there; erase its profiles, or remove the whole store");
        }

        try
        {
            await registry.RefreshAsync(cancellation);
            if (registry.List.Find(workspace) is not { } known)
            {
                return new WorkspaceChange.Unknown(workspace);
            }

            // Not cancelled half-way: what is left is finished by the cluster, but later.
            return await RemoveAsync(known).WaitAsync(cancellation);
        }
        catch (JournalUnavailableException unavailable)
        {
            return Unavailable(unavailable);
        }
    }

    private async Task<WorkspaceChange> RemoveAsync(ListedWorkspace known)
    {
        var number = known.Stored.Number;
        var began = Stopwatch.GetTimestamp();
        if (!await storage.BeginRemovalAsync(number, CancellationToken.None))
        {
            return new WorkspaceChange.Unknown(known.Workspace.Name);
        }

        await registry.RefreshAsync(CancellationToken.None);
        while (await storage.RemoveSomeAsync(number, CancellationToken.None))
        {
            // On to the next page.
        }

        // Until its lease has ended a process that did not hear of it yet may answer by what it has in memory.
        var rest = options.Value.CatalogLease - Stopwatch.GetElapsedTime(began);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest);
        }

        return new WorkspaceChange.Done(known.Workspace);
    }

    private static WorkspaceChange.Refused? Refusal(Workspace workspace) =>
        workspace.Limits.Faults() is { Count: > 0 } faults ? new WorkspaceChange.Refused(string.Join("; ", faults)) : null;

    private static WorkspaceChange.Unavailable Unavailable(JournalUnavailableException unavailable) => new(unavailable.Message, unavailable.RetryAfter);
}
