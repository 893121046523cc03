using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary>The options of every command that reads a store, and how such a command runs.</summary>
internal sealed class InspectOptions
{
    private readonly Option<string> _data = SharedOptions.Data();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<Instant?> _at = SharedOptions.At();

    /// <summary>Gives the options to a command, and has it run on the store that they name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="httpPath">The HTTP call that gives the same answer.</param>
    /// <param name="run">Reads and writes; gives the exit code.</param>
    public Command AddTo(
        Command command,
        PersonaConsole console,
        Func<ParseResult, string> httpPath,
        Func<ParseResult, StoreReader, bool, CancellationToken, Task<int>> run)
    {
        command.Add(_data);
        command.Add(_json);
        command.Add(_at);
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new StoreRequest(parsed.GetRequiredValue(_data)) { MustExist = true, HttpPath = httpPath(parsed) };
            var opening = await StoreOpening.OpenAsync(console, request, cancellation);
            if (opening.Grid is not { } grid)
            {
                return opening.ExitCode;
            }

            await using (grid)
            {
                await grid.SettleAsync(cancellation);
                return await run(parsed, new StoreReader(grid, parsed.GetValue(_at)), parsed.GetValue(_json), cancellation);
            }
        });
        return command;
    }
}
