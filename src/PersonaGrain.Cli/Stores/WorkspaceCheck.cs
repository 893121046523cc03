using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Stores;

/// <summary>Whether a workspace that a command names is there; asked before its store is opened, so that a wrong name makes none.</summary>
internal static class WorkspaceCheck
{
    private const int Listed = 20;

    /// <summary>The exit code of a command whose workspace is not there, after that was told; null where it is, and for <c>main</c>.</summary>
    public static int? Refuse(PersonaConsole console, string data, WorkspaceName workspace)
    {
        if (workspace.IsMain)
        {
            return null;
        }

        switch (StoreReading.Open(data, console.Time))
        {
            case StoreReadingOpening.Opened(var store):
                using (store)
                {
                    return Refuse(console, data, workspace, [.. store.Workspaces().Select(static one => one.Name)]);
                }

            case StoreReadingOpening.Unreadable:
                return Refuse(console, data, workspace, WorkspaceFolders.Find(data));
            default:
                return StoreFaults.TellMissing(console, data);
        }
    }

    /// <summary>Tells that there is no such workspace, which there are, and which was probably meant; hands back the exit code.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="place">Where it was looked for, such as <c>in ./data</c>.</param>
    /// <param name="workspace">What was asked for.</param>
    /// <param name="known">Those that there are.</param>
    public static int TellUnknown(PersonaConsole console, string place, WorkspaceName workspace, IReadOnlyList<string> known) => console.Fail(
        ExitCode.NotFound,
        $"there is no workspace '{workspace}' {place}{NearName.Hint(workspace.Text, known)}",
        known.Count == 1
            ? $"there is {known[0]} only; persona workspace add {workspace} adds it"
            : $"there are {string.Join(", ", known.Take(Listed))}{(known.Count > Listed ? $" … {known.Count:N0} in all" : string.Empty)}");

    private static int? Refuse(PersonaConsole console, string data, WorkspaceName workspace, IReadOnlyList<WorkspaceName> known) =>
        known.Contains(workspace) ? null : TellUnknown(console, $"in {data}", workspace, [.. known.Select(static name => name.Text)]);
}
