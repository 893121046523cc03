using PersonaGrain.Cli.Consoles;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Whether the clock and the end of time that a run asks for go together with its store; asked before the store is opened, so that a refused run makes none.</summary>
internal static class ClockCheck
{
    /// <summary>The exit code of a run that is refused, after that was told; null where it may go on.</summary>
    public static int? Refuse(PersonaConsole console, IngestRequest request)
    {
        var stored = StoredClock(console, request.Store.Folder);
        if (request.Clock is { } wanted && stored is { } kept && kept != wanted)
        {
            return console.Fail(
                ExitCode.Usage,
                $"the store in {request.Store.Folder} was filled with the {(wanted == GridClock.Signals ? "machine's clock" : "signals' clock")}, and keeps it",
                wanted == GridClock.Signals
                    ? "name another folder with --data, or leave --clock out"
                    : "name another folder with --data, or leave --clock out; persona serve has it go by this machine's clock from then on");
        }

        return request.Until is not null && (stored ?? request.Clock) != GridClock.Signals
            ? console.Fail(ExitCode.Usage, "--until needs a store whose time is the signals'", "give --clock signals, with a new store")
            : null;
    }

    /// <summary>What drives the clock of a store that is there, as far as that can be read.</summary>
    private static GridClock? StoredClock(PersonaConsole console, string data)
    {
        if (StoreReading.Open(data, console.Time) is not StoreReadingOpening.Opened(var store))
        {
            return null;
        }

        using (store)
        {
            return store.Clock;
        }
    }
}
