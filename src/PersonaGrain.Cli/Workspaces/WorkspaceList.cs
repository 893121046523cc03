using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>Lists workspaces with their limits and the ids of their keys.</summary>
internal static class WorkspaceList
{
    /// <summary>Lists, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, IWorkspaces workspaces, bool json, CancellationToken cancellation)
    {
        var answer = await workspaces.ListAsync(cancellation);
        if (answer.Json is not { } list)
        {
            return answer.ExitCode;
        }

        if (json)
        {
            console.Answer(list.GetRawText());
        }
        else
        {
            Write(console, [.. list.GetProperty("workspaces").EnumerateArray()]);
        }

        return (int)ExitCode.Done;
    }

    private static void Write(PersonaConsole console, IReadOnlyList<JsonElement> workspaces)
    {
        var table = ConsoleTables.Create("workspace", "added", "#signals/s", "#requests", "#streams", "keys");
        foreach (var workspace in workspaces)
        {
            var limits = workspace.GetProperty("limits");
            table.AddTexts(
                Text(workspace, "name"),
                Instant.TryParse(Text(workspace, "created"), out var created) ? HumanTime.Of(created) : "–",
                Text(limits, "signalsPerSecond"),
                Text(limits, "concurrentRequests"),
                Text(limits, "eventStreams"),
                string.Join(", ", KnownWorkspace.Keys(workspace).Select(static key => $"{Text(key, "id")} {KnownWorkspace.Scopes(key)}")));
        }

        console.Answers.Write(table);
        foreach (var workspace in workspaces.Where(static workspace => workspace.GetProperty("fault").ValueKind == JsonValueKind.String))
        {
            console.Notice($"warning: the workspace {Text(workspace, "name")} can not be used: {Text(workspace, "fault")}");
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : "–";
}
