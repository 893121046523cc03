using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Inspect;

/// <summary>The options of every command that reads a store, and how such a command runs: it changes nothing, and works beside a process that serves the store.</summary>
internal sealed class InspectOptions
{
    private readonly Option<string> _data = SharedOptions.Data();
    private readonly Option<WorkspaceName?> _workspace = SharedOptions.Workspace();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<Instant?> _at = SharedOptions.At();

    /// <summary>Gives the options to a command, and has it run on the store that they name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="run">Reads and writes; gives the exit code.</param>
    /// <param name="served">Does the same over HTTP, for a command that takes <c>--url</c>; null for one that does not.</param>
    public Command AddTo(
        Command command,
        PersonaConsole console,
        Func<ParseResult, StoreReader, bool, CancellationToken, Task<int>> run,
        Func<ParseResult, ServedGrid, bool, CancellationToken, Task<int>>? served = null)
    {
        var (url, key) = (SharedOptions.Url(), SharedOptions.Key("With --url: a read key to show"));
        if (served is not null)
        {
            command.Add(url);
            command.Add(key);
        }
        command.Add(_data);
        command.Add(_workspace);
        command.Add(_json);
        command.Add(_at);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (served is not null && parsed.GetValue(url) is { } address)
            {
                if (parsed.GetValue(_at) is not null)
                {
                    return console.Fail(ExitCode.Usage, "--at and --url do not go together: a grid that is served tells what is now");
                }

                var place = parsed.GetValue(_workspace) is { } name ? new Uri(address, $"w/{name}/") : address;
                using var grid = new ServedGrid(console, place, parsed.GetValue(key));
                return await served(parsed, grid, parsed.GetValue(_json), cancellation);
            }

            var request = new StoreRequest(parsed.GetRequiredValue(_data)) { Workspace = parsed.GetValue(_workspace) ?? WorkspaceName.Main };
            if (WorkspaceCheck.Refuse(console, request.Data, request.Workspace) is { } refused)
            {
                return refused;
            }

            var data = request.Folder;
            switch (StoreReading.Open(data, console.Time))
            {
                case StoreReadingOpening.Opened(var store):
                    using (store)
                    {
                        return await run(parsed, new StoreReader(store, parsed.GetValue(_at)), parsed.GetValue(_json), cancellation);
                    }

                case StoreReadingOpening.Unreadable(var why):
                    return StoreFaults.Tell(console, request, why);
                default:
                    return StoreFaults.TellMissing(console, data);
            }
        });
        return command;
    }
}
