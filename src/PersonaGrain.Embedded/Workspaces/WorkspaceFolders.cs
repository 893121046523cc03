using PersonaGrain.Workspaces;

namespace PersonaGrain.Embedded;

/// <summary>Where workspaces have their stores: <c>main</c> in the data directory itself, each other one in <c>workspaces/NAME</c> beneath it.</summary>
public static class WorkspaceFolders
{
    /// <summary>The folder of a workspace.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="workspace">The workspace.</param>
    public static string Of(string dataDirectory, WorkspaceName workspace) =>
        workspace.IsMain ? dataDirectory : Path.Combine(dataDirectory, "workspaces", workspace.Text);

    /// <summary>The workspaces that have a store, <c>main</c> first; also where no grid runs.</summary>
    /// <remarks>One that is just being added or removed may be among them.</remarks>
    public static IReadOnlyList<WorkspaceName> Find(string dataDirectory)
    {
        var others = Path.Combine(dataDirectory, "workspaces");
        return
        [
            WorkspaceName.Main,
            .. (Directory.Exists(others) ? Directory.EnumerateDirectories(others) : [])
                .Select(Path.GetFileName)
                .Where(folder => WorkspaceName.TryParse(folder, out var name, out _) && !name.IsMain)
                .Select(folder => WorkspaceName.Parse(folder!))
                .Order(),
        ];
    }
}
