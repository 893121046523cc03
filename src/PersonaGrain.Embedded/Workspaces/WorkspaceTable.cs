using PersonaGrain.Embedded.Store;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded.Workspaces;

/// <summary>The workspaces beside <c>main</c>, in the store of <c>main</c>; and what is kept of <c>main</c> itself, where it has keys or limits.</summary>
internal static class WorkspaceTable
{
    /// <summary>Makes the table in a store of before it; programs of before it pass it over.</summary>
    public const string Create = "CREATE TABLE IF NOT EXISTS workspaces (name TEXT PRIMARY KEY, state INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID";

    /// <summary>Every workspace that has a row; one whose row is damaged has a fault.</summary>
    public static List<WorkspaceRow> Read(StoreConnection connection)
    {
        var rows = new List<WorkspaceRow>();
        if (connection.Number("SELECT count(*) FROM sqlite_master WHERE name = 'workspaces'") == 0)
        {
            return rows;
        }

        using var read = connection.Once("SELECT name, state, body FROM workspaces ORDER BY name");
        while (read.Step())
        {
            rows.Add(new WorkspaceRow(Read(WorkspaceName.Parse(read.Text(0)), read.Blob(2).ToArray()), (WorkspaceState)read.Number(1)));
        }

        return rows;
    }

    private static Workspace Read(WorkspaceName name, byte[] body)
    {
        try
        {
            return WorkspaceCodec.Read(name, body);
        }
        catch (FormatException damage)
        {
            return new Workspace(name, default) { Fault = damage.Message };
        }
    }

    /// <summary>Keeps a workspace in place of what was kept of it.</summary>
    public static void Write(StoreConnection connection, Workspace workspace, WorkspaceState state)
    {
        using var write = connection.Once("INSERT OR REPLACE INTO workspaces VALUES (?1, ?2, ?3)");
        write.Bind(1, workspace.Name.Text).Bind(2, (long)state).Bind(3, WorkspaceCodec.Write(workspace)).Run();
    }

    /// <summary>Forgets a workspace.</summary>
    public static void Delete(StoreConnection connection, WorkspaceName name)
    {
        using var delete = connection.Once("DELETE FROM workspaces WHERE name = ?1");
        delete.Bind(1, name.Text).Run();
    }
}

/// <summary>A workspace as stored.</summary>
internal sealed record WorkspaceRow(Workspace Workspace, WorkspaceState State);

/// <summary>What is being done to a workspace. Stored: values must not change.</summary>
internal enum WorkspaceState
{
    /// <summary>Nothing: it is there.</summary>
    Ready = 0,

    /// <summary>It is being added: after a crash on the way it never was.</summary>
    Adding = 1,

    /// <summary>It is being removed: after a crash on the way it is gone.</summary>
    Removing = 2,
}
