using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>Removes a workspace with all that it has, after it was said what that is.</summary>
internal static class WorkspaceRemoval
{
    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(
        PersonaConsole console, IWorkspaces workspaces, WorkspaceName name, bool yes, bool json, CancellationToken cancellation)
    {
        if (name.IsMain)
        {
            return console.Fail(
                ExitCode.Refused, "the workspace main is always there", "to remove everything, end what runs on the data directory and delete it");
        }

        var known = await KnownWorkspace.FindAsync(console, workspaces, name, cancellation);
        if (known.Json is not { } workspace)
        {
            return known.ExitCode;
        }

        var contents = await workspaces.ContentsAsync(name, cancellation);
        var what = Words(contents, KnownWorkspace.Keys(workspace).Count);
        if (!yes && !console.CanAsk)
        {
            return console.Fail(
                ExitCode.Usage, $"removing {name} {workspaces.Place} takes {what} away for good, and nobody can be asked here", "give --yes to do it");
        }

        if (!yes && !console.Confirm($"Remove {name} {workspaces.Place} with {what}, for good?"))
        {
            console.Notice("nothing was removed");
            return (int)ExitCode.Interrupted;
        }

        var answer = await workspaces.RemoveAsync(name, cancellation);
        if (answer.Json is not null)
        {
            console.Answer(json
                ? JsonSerializer.Serialize(new { removed = name.Text, profiles = contents?.Profiles, signals = contents?.Signals })
                : $"workspace {name} is removed with {what}");
        }

        return answer.ExitCode;
    }

    private static string Words(WorkspaceContents? contents, int keys)
    {
        string[] parts = contents is null
            ? ["all its profiles", "all its signals", CountText.Of(keys, "key")]
            : [CountText.Of(contents.Profiles, "profile"), CountText.Of(contents.Signals, "signal"), CountText.Of(keys, "key")];
        return keys == 0 ? $"{parts[0]} and {parts[1]}" : $"{parts[0]}, {parts[1]} and {parts[2]}";
    }
}
