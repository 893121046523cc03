using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Journals;

/// <summary><c>persona journal export FILE</c>: the whole record of a store as a file.</summary>
internal static class JournalCommand
{
    public static Command Create(PersonaConsole console) =>
        new("journal", "Moves the whole record of a store") { Export(console) };

    private static Command Export(PersonaConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; one that ends in .gz is compressed" };
        var (data, workspace) = (SharedOptions.Data(), SharedOptions.Workspace());
        var json = SharedOptions.Json();
        var command = new Command("export", "Writes every signal, membership change and firing of a store to a file that silo import loads into a cluster")
        {
            file, data, workspace, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new StoreRequest(parsed.GetRequiredValue(data)) { Workspace = parsed.GetValue(workspace) ?? WorkspaceName.Main };
            return WorkspaceCheck.Refuse(console, request.Data, request.Workspace)
                ?? await ExportRun.RunAsync(console, parsed.GetRequiredValue(file), request.Folder, parsed.GetValue(json), cancellation);
        });
        return command;
    }
}
