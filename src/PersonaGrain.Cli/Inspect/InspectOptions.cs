using System.CommandLine;
using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary>The options of every command that reads a store, and how such a command runs: it changes nothing, and works beside a process that serves the store.</summary>
internal sealed class InspectOptions
{
    private readonly Option<string> _data = SharedOptions.Data();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<Instant?> _at = SharedOptions.At();

    /// <summary>Gives the options to a command, and has it run on the store that they name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="run">Reads and writes; gives the exit code.</param>
    public Command AddTo(
        Command command,
        PersonaConsole console,
        Func<ParseResult, StoreReader, bool, CancellationToken, Task<int>> run)
    {
        command.Add(_data);
        command.Add(_json);
        command.Add(_at);
        command.SetAction(async (parsed, cancellation) =>
        {
            var data = parsed.GetRequiredValue(_data);
            switch (StoreReading.Open(data, console.Time))
            {
                case StoreReadingOpening.Opened(var store):
                    using (store)
                    {
                        return await run(parsed, new StoreReader(store, parsed.GetValue(_at)), parsed.GetValue(_json), cancellation);
                    }

                case StoreReadingOpening.Unreadable(var why):
                    return StoreFaults.Tell(console, new StoreRequest(data), why);
                default:
                    return StoreFaults.TellMissing(console, data);
            }
        });
        return command;
    }
}
