using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Workspaces;

/// <summary>Keeps in the store of <c>main</c> which workspaces there are; each change is durable before the answer.</summary>
internal sealed class WorkspaceRegister(GridEngine main)
{
    /// <summary>Keeps a workspace; null when it is durable, else what to answer.</summary>
    public Task<WorkspaceChange?> SaveAsync(Workspace workspace, WorkspaceState state) => RunAsync(connection => WorkspaceTable.Write(connection, workspace, state));

    /// <summary>Forgets a workspace; null when that is durable, else what to answer.</summary>
    public Task<WorkspaceChange?> ForgetAsync(WorkspaceName name) => RunAsync(connection => WorkspaceTable.Delete(connection, name));

    /// <summary>Whether the adding or removing of a workspace was begun and not finished.</summary>
    public async Task<bool> IsHalfDoneAsync(WorkspaceName name)
    {
        var rows = await Task.Run(() => main.Readers.Read(WorkspaceTable.Read));
        return rows.Exists(row => row.Workspace.Name == name && row.State != WorkspaceState.Ready);
    }

    private async Task<WorkspaceChange?> RunAsync(Action<StoreConnection> change) =>
        await main.Context.Writer.RunAsync((connection, _) => change(connection)) is { } fault
            ? new WorkspaceChange.Unavailable(fault.Message, main.Context.Options.FaultRetry)
            : null;
}
