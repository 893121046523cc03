using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Inspect.Exports;
using PersonaGrain.Documents;
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

    /// <summary>Tells of a store whose clock goes on how old its order is.</summary>
    /// <remarks>Whether a process serves it is not looked at: to see that is to try to take the store, which changes files.</remarks>
    public static void TellAge(PersonaConsole console, StoreReading store)
    {
        if (store.Clock == GridClock.System)
        {
            console.Notice($"the order is as of {HumanTime.Of(store.Committed)}, when the store was written last: "
                + "what time alone changed since then comes into it while a process serves the store");
        }
    }

    /// <summary>Tells how many members a sorted export without a limit did not write, since what has no value is in no order.</summary>
    public static void TellLeftOut(PersonaConsole console, ExportRequest request, long count, string when = "")
    {
        if (request is { Limit: null, Field: { } field } && count > 0)
        {
            console.Notice($"{CountText.Of(count, "member")} {(count == 1 ? "has" : "have")} no {field}{when} and {(count == 1 ? "is" : "are")} left out");
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
