using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles.Computed;

/// <summary>What a condition asks of how occurrences follow each other, as far as it decides about what a profile keeps.</summary>
internal sealed class OccurrencePattern
{
    private OccurrencePattern(string text, Func<TraitTally> newTally) => (Text, NewTally) = (text, newTally);

    /// <summary>All that it depends on, as text. Stored as part of a fingerprint: must not change (golden test).</summary>
    internal string Text { get; }

    /// <summary>Makes an empty tally.</summary>
    internal Func<TraitTally> NewTally { get; }

    /// <summary>How far it looks back, in ticks; 0 where it counts periods of a calendar.</summary>
    internal long Window { get; private init; }

    /// <summary>How many periods it looks back over.</summary>
    internal int Periods { get; private init; }

    /// <summary>How long nothing occurs before a new run of occurrences begins, in ticks.</summary>
    internal long Gap { get; private init; }

    /// <summary>The calendar whose periods it looks back over; null for none.</summary>
    internal CalendarPeriods? Calendar { get; private init; }

    /// <summary>In how many of some newest periods.</summary>
    internal static OccurrencePattern Regularly(int of, PeriodLength every)
    {
        if (every is PeriodLength.Calendar calendar)
        {
            var periods = new CalendarPeriods(calendar.Zone, calendar.Unit);
            return new(Invariant($"regularly {of}{periods.Identity}"), static () => new CalendarOccurrences()) { Periods = of, Calendar = periods };
        }

        var length = ((PeriodLength.Rolling)every).Length.Ticks;
        return new(Invariant($"regularly {of} {length}"), static () => new RollingPeriods()) { Periods = of, Window = of * length };
    }

    /// <summary>Again after a gap.</summary>
    internal static OccurrencePattern Restarted(TimeSpan after, TimeSpan within) =>
        new(Invariant($"restarted {after.Ticks} {within.Ticks}"), static () => new RunTally()) { Gap = after.Ticks, Window = within.Ticks };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
