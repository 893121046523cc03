using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>Makes keys of workspaces, and takes them away.</summary>
internal static class WorkspaceKeys
{
    /// <summary>What is said where keys are shown.</summary>
    public const string ShownOnce = "keys are shown this once and are kept nowhere: put them where your programs find them";

    /// <summary>Makes a key, and hands back the exit code.</summary>
    public static async Task<int> AddAsync(
        PersonaConsole console, IWorkspaces workspaces, WorkspaceName name, WorkspaceScopes scopes, bool json, CancellationToken cancellation)
    {
        var known = await KnownWorkspace.FindAsync(console, workspaces, name, cancellation);
        var answer = known.Json is null ? known : await workspaces.AddKeyAsync(name, scopes, cancellation);
        if (answer.Json is not { } key)
        {
            return answer.ExitCode;
        }

        if (json)
        {
            console.Answer(key.GetRawText());
            return (int)ExitCode.Done;
        }

        Show(console, key);
        var isFirst = KnownWorkspace.Keys(known.Json!.Value).Count == 0;
        console.Notice(ShownOnce + (isFirst ? $"; {name} has its first key now; with a key anywhere, everything that is served from here needs one" : string.Empty));
        return (int)ExitCode.Done;
    }

    /// <summary>Takes a key away, and hands back the exit code.</summary>
    public static async Task<int> RemoveAsync(
        PersonaConsole console, IWorkspaces workspaces, WorkspaceName name, string id, bool json, CancellationToken cancellation)
    {
        var known = await KnownWorkspace.FindAsync(console, workspaces, name, cancellation);
        if (known.Json is { } workspace && KnownWorkspace.Keys(workspace).All(key => !key.GetProperty("id").ValueEquals(id)))
        {
            return console.Fail(ExitCode.NotFound, $"the workspace {name} has no key '{id}'", "persona workspace list shows the ids of those that it has");
        }

        var answer = known.Json is null ? known : await workspaces.RemoveKeyAsync(name, id, cancellation);
        if (answer.Json is not { } left)
        {
            return answer.ExitCode;
        }

        console.Answer(json ? left.GetRawText() : $"the key {id} of {name} opens nothing any more");
        if (!json && KnownWorkspace.Keys(left).Count == 0)
        {
            console.Notice(
                $"{name} has no key any more: while there is one anywhere, nobody reaches {name}{(name.IsMain ? " but with a key of the settings" : string.Empty)}; "
                + "without any, everybody who reaches the server does");
        }

        return (int)ExitCode.Done;
    }

    /// <summary>Shows a key that was just made.</summary>
    public static void Show(PersonaConsole console, JsonElement key) => console.Answer(Line(key));

    /// <summary>A key that was just made, in a line.</summary>
    public static string Line(JsonElement key) =>
        $"{KnownWorkspace.Scopes(key),-6} {key.GetProperty("key").GetString()}  (id {key.GetProperty("id").GetString()})";
}
