using System.Buffers;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads what the computed traits have that are of a calendar.</summary>
internal static class CalendarReader
{
    private const string Known = "Europe/Berlin";
    private static readonly string[] DaysAndWeeks = [Choice<CalendarUnit>.Of(CalendarUnit.Day), Choice<CalendarUnit>.Of(CalendarUnit.Week)];
    private static readonly SearchValues<char> OfNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/+-");

    /// <summary>The name of a time zone; null with a fault where there is none of it.</summary>
    internal static string? Zone(Node node)
    {
        if (node.Text("the time zone") is not { } name)
        {
            return null;
        }

        // Other files of the database, and the machine's own zone, have names in lower case.
        if (name is [>= 'A' and <= 'Z', ..] && !name.AsSpan().ContainsAnyExcept(OfNames) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
        {
            return name;
        }

        node.Fault(TimeZoneInfo.TryFindSystemTimeZoneById(Known, out _)
            ? $"not a time zone of the IANA database; write such as \"{Known}\""
            : "this machine has no time zones; install its tzdata, or leave zone out for UTC");
        return null;
    }

    /// <summary>What a streak is of; days, with a fault, where it says neither that nor weeks.</summary>
    internal static CalendarUnit OfStreak(Node node) => node.Word("every", DaysAndWeeks) == DaysAndWeeks[1] ? CalendarUnit.Week : CalendarUnit.Day;

    /// <summary>Checks that nothing of a calendar is said where it means nothing.</summary>
    internal static void Check(TraitComputation computation, Fields fields)
    {
        if (!computation.UsesCalendar())
        {
            fields["zone"]?.Fault("zone is of distinctDays and streak; leave it out");
        }

        if (computation != TraitComputation.Streak)
        {
            fields["every"]?.Fault("every is of streak; leave it out");
        }
    }
}
