using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>
/// The options of every command about workspaces, and where it finds them: at an address, in a data directory, or at the process that serves it.
/// </summary>
internal sealed class WorkspaceOptions
{
    private readonly Option<string> _data = SharedOptions.Data();
    private readonly Option<Uri?> _url = SharedOptions.Url();
    private readonly Option<string?> _key = SharedOptions.Key("Of a grid that is served: an admin key of main to show");
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Gives the options to a command, and has it run on the workspaces that they name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="changes">Whether it changes something: then a directory that is served is changed by the process that serves it.</param>
    /// <param name="run">Does it; gives the exit code.</param>
    public Command AddTo(Command command, PersonaConsole console, bool changes, Func<ParseResult, IWorkspaces, bool, CancellationToken, Task<int>> run)
    {
        command.Add(_data);
        command.Add(_url);
        command.Add(_key);
        command.Add(_json);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var workspaces = Open(console, parsed, changes);
            return await run(parsed, workspaces, parsed.GetValue(_json), cancellation);
        });
        return command;
    }

    private IWorkspaces Open(PersonaConsole console, ParseResult parsed, bool changes)
    {
        var (data, key) = (parsed.GetRequiredValue(_data), parsed.GetValue(_key));
        if (parsed.GetValue(_url) is { } address)
        {
            return new ServedWorkspaces(console, new ServedGrid(console, address, key), null);
        }

        if (!changes || ServingCard.Find(data) is not { } served)
        {
            return new StoredWorkspaces(console, data);
        }

        console.Notice($"{data} is served at {served}, so it is done there");
        return new ServedWorkspaces(console, new ServedGrid(console, served, key), data);
    }
}
