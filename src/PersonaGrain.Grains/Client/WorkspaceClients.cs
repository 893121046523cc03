using System.Collections.Concurrent;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Client;

/// <summary>The way to each workspace, made when it is first asked for.</summary>
internal sealed class WorkspaceClients(ClientServices shared, WorkspaceRegistry workspaces) : IDisposable
{
    private readonly ConcurrentDictionary<WorkspaceNumber, Lazy<WorkspaceClient>> _clients = new();

    /// <summary>The way to the workspace that is always there.</summary>
    public WorkspaceClient Main => Of(workspaces.Main);

    /// <summary>The way to a workspace. Allocates only once.</summary>
    public WorkspaceClient Of(WorkspaceServices workspace) => _clients.TryGetValue(workspace.Number, out var known) ? known.Value : Add(workspace);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(static client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private WorkspaceClient Add(WorkspaceServices workspace) =>
        _clients.GetOrAdd(workspace.Number, _ => new Lazy<WorkspaceClient>(() => new WorkspaceClient(shared, workspace))).Value;
}
