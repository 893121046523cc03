using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Stores;

/// <summary>The options by which a command says whom it asks: a store that nothing runs on, or a grid that is served.</summary>
internal sealed class GridChoice
{
    private readonly Option<string> _data = SharedOptions.Data();
    private readonly Option<WorkspaceName?> _workspace = SharedOptions.Workspace();
    private readonly Option<Uri?> _url = SharedOptions.Url();
    private readonly Option<string?> _key;

    /// <summary>Gives a command the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="keyDescription">Which key a grid asks for.</param>
    public GridChoice(Command command, string keyDescription)
    {
        _key = SharedOptions.Key(keyDescription);
        command.Add(_data);
        command.Add(_workspace);
        command.Add(_url);
        command.Add(_key);
    }

    /// <summary>Opens whom the options name.</summary>
    /// <param name="parsed">The options as given.</param>
    /// <param name="console">Told where a store has no such workspace.</param>
    /// <param name="ofStore">Opens a store.</param>
    /// <param name="ofServed">Asks a grid that is served.</param>
    /// <param name="opened">What was opened.</param>
    /// <param name="refused">The exit code where nothing was; what to do was told.</param>
    public bool TryOpen<T>(
        ParseResult parsed, PersonaConsole console, Func<StoreRequest, T> ofStore, Func<ServedGrid, T> ofServed, [NotNullWhen(true)] out T? opened, out int refused)
        where T : class
    {
        var (store, name, address) = (parsed.GetRequiredValue(_data), parsed.GetValue(_workspace), parsed.GetValue(_url));
        (opened, refused) = (null, 0);
        if (address is null && WorkspaceCheck.Refuse(console, store, name ?? WorkspaceName.Main) is { } exit)
        {
            refused = exit;
            return false;
        }

        opened = address is null
            ? ofStore(new StoreRequest(store) { Workspace = name ?? WorkspaceName.Main })
            : ofServed(new ServedGrid(console, name is null ? address : new Uri(address, $"w/{name}/"), parsed.GetValue(_key)));
        return true;
    }
}
