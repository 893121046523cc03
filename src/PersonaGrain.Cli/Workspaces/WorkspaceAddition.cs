using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>Adds a workspace, and shows its keys this once.</summary>
internal static class WorkspaceAddition
{
    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(
        PersonaConsole console, IWorkspaces workspaces, NewWorkspace workspace, bool json, CancellationToken cancellation)
    {
        var answer = await workspaces.AddAsync(workspace, cancellation);
        if (answer.Json is not { } added)
        {
            return answer.ExitCode;
        }

        if (json)
        {
            console.Answer(added.GetRawText());
            return (int)ExitCode.Done;
        }

        JsonElement[] keys = [.. added.GetProperty("keys").EnumerateArray()];
        console.Answer($"workspace {workspace.Name} is added, with {(keys.Length == 0 ? "no keys" : CountText.Of(keys.Length, "key"))}");
        foreach (var key in keys)
        {
            WorkspaceKeys.Show(console, key);
        }

        if (keys.Length == 0)
        {
            console.Notice(
                $"callers reach it under the path /w/{workspace.Name}, such as /w/{workspace.Name}/v1/track, for as long as there is no key at all; "
                + "persona workspace key add main --scopes admin makes the first, and from then on everything needs one");
        }
        else
        {
            console.Notice($"{WorkspaceKeys.ShownOnce}; a call that shows one of them is about {workspace.Name} alone");
        }

        return (int)ExitCode.Done;
    }
}
