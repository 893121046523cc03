using PersonaGrain.Cli.Consoles;
using PersonaGrain.Embedded;
using PersonaGrain.Indexing;

namespace PersonaGrain.Cli.Searches;

/// <summary>Says in words what came of searches of a store.</summary>
internal static class SearchWords
{
    /// <summary>Tells why a search can not be answered, and hands back the exit code.</summary>
    public static int Tell(PersonaConsole console, SearchRefused refused) => console.Fail(
        refused.Kind == SearchFault.UnknownSegment ? ExitCode.NotFound : ExitCode.Refused,
        refused.Name.Length == 0 ? refused.Message : $"'{refused.Name}': {refused.Message}");

    /// <summary>Tells of a store that nothing serves how old its order is.</summary>
    public static void TellAge(PersonaConsole console, string folder, StoreReading store)
    {
        if (store.Clock == GridClock.System && StoreHolder.Find(folder) is null)
        {
            console.Notice($"the order is as of {HumanTime.Of(store.Committed)}, when the store was written last: "
                + "what time alone changed since then is in it once a process serves the store");
        }
    }

    /// <summary>Tells how far an order is to be relied on.</summary>
    public static void TellOrder(PersonaConsole console, double error, bool isComplete)
    {
        if (error > 0)
        {
            console.Notice(FormattableString.Invariant($"each value is less than {error} from that of now, and so is the order"));
        }

        if (!isComplete)
        {
            console.Notice("profiles still come to the catalog in force: those that have not may be missing");
        }
    }
}
