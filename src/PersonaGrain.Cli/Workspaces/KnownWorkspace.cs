using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>A workspace that a command is about.</summary>
internal static class KnownWorkspace
{
    /// <summary>Finds it; where it is not there that is told, with those that are.</summary>
    public static async Task<GridAnswer> FindAsync(PersonaConsole console, IWorkspaces workspaces, WorkspaceName name, CancellationToken cancellation)
    {
        var answer = await workspaces.ListAsync(cancellation);
        if (answer.Json is not { } list)
        {
            return answer;
        }

        JsonElement[] known = [.. list.GetProperty("workspaces").EnumerateArray()];
        string[] names = [.. known.Select(static workspace => workspace.GetProperty("name").GetString()!)];
        var index = Array.IndexOf(names, name.Text);
        return index >= 0 ? new GridAnswer(known[index], 0) : GridAnswer.Failed(WorkspaceCheck.TellUnknown(console, workspaces.Place, name, names));
    }

    /// <summary>Its keys, without the keys themselves.</summary>
    public static IReadOnlyList<JsonElement> Keys(JsonElement workspace) => [.. workspace.GetProperty("keys").EnumerateArray()];

    /// <summary>The scopes of a key, such as <c>write+read</c>.</summary>
    public static string Scopes(JsonElement key) =>
        string.Join('+', key.GetProperty("scopes").EnumerateArray().Select(static scope => scope.GetString()));
}
