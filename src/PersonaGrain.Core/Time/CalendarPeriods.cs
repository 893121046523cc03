using PersonaGrain.Catalogs;

namespace PersonaGrain.Time;

/// <summary>The days, weeks or months of a time zone, as numbers that rise by one: the day 0 is 0001-01-01, a Monday.</summary>
/// <remarks>
/// A day begins at the first instant at which clocks show its date, whatever they are set to afterwards: so days follow each other without a gap, and last 23
/// or 25 hours where clocks change. Where a zone left a date out (Samoa, 2011-12-30), that day is empty. The zones are those of the machine (tzdata). What lies in the
/// period that was asked for last costs a comparison, any other one some µs.
/// </remarks>
internal sealed class CalendarPeriods
{
    private const int DaysOfWeek = 7;
    private const int MonthsOfYear = 12;
    private const long MostOffset = 15 * TimeSpan.TicksPerHour;

    // Far enough from either end of the calendar that every offset leads to a date.
    private static readonly long Earliest = 7 * TimeSpan.TicksPerDay;
    private static readonly long Latest = DateTime.MaxValue.Ticks - (14 * TimeSpan.TicksPerDay);

    private readonly TimeZoneInfo _zone;
    private readonly CalendarUnit _unit;
    private Period _last = new(0, 0, 0);

    /// <summary>The periods of a zone; null for UTC.</summary>
    /// <exception cref="TimeZoneNotFoundException">This machine has no zone of this name.</exception>
    internal CalendarPeriods(string? zone, CalendarUnit unit)
    {
        _zone = zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone);
        _unit = unit;
        Identity = $"|{zone}|{(int)unit}";
    }

    /// <summary>What it depends on, as text.</summary>
    internal string Identity { get; }

    /// <summary>The number of the period in which an instant lies, in ticks.</summary>
    internal long NumberOf(long ticks)
    {
        var last = _last;
        return ticks >= last.Start && ticks < last.End ? last.Number : Find(ticks).Number;
    }

    /// <summary>The instant at which a period begins, in ticks; never where the calendar ends before it.</summary>
    internal long StartOf(long number)
    {
        var last = _last;
        return number == last.Number ? last.Start : number == last.Number + 1 ? last.End : DayStart(FirstDayOf(number));
    }

    private Period Find(long ticks)
    {
        var day = DateOf(Math.Clamp(ticks, Earliest, Latest));
        var number = NumberOfDay(DayStart(day + 1) <= ticks ? day + 1 : day);
        return _last = new Period(number, DayStart(FirstDayOf(number)), DayStart(FirstDayOf(number + 1)));
    }

    private long NumberOfDay(long day)
    {
        if (_unit != CalendarUnit.Month)
        {
            return _unit == CalendarUnit.Week ? day / DaysOfWeek : day;
        }

        var date = DateOnly.FromDayNumber((int)day);
        return ((date.Year - 1) * MonthsOfYear) + date.Month - 1;
    }

    private long FirstDayOf(long number) => _unit switch
    {
        CalendarUnit.Day => number,
        CalendarUnit.Week => number * DaysOfWeek,
        _ when number < 0 => -1,
        _ when number >= MonthsOfYear * (long)DateTime.MaxValue.Year => DateOnly.MaxValue.DayNumber + 1,
        _ => new DateOnly((int)(number / MonthsOfYear) + 1, (int)(number % MonthsOfYear) + 1, 1).DayNumber,
    };

    /// <summary>The number of the date that clocks show.</summary>
    private long DateOf(long ticks) => (ticks + OffsetAt(ticks)) / TimeSpan.TicksPerDay;

    private long OffsetAt(long ticks) => _zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc)).Ticks;

    private long DayStart(long day)
    {
        var midnight = day * TimeSpan.TicksPerDay;
        if (midnight > Latest)
        {
            return long.MaxValue;
        }

        if (midnight < Earliest)
        {
            return midnight;
        }

        // Where clocks do not change around midnight, that is all.
        var start = midnight - OffsetAt(midnight - MostOffset);
        if (DateOf(start) == day && DateOf(start - 1) == day - 1)
        {
            return start;
        }

        var (before, within) = (midnight - MostOffset, Math.Min(midnight + MostOffset, DateOf(start) >= day ? start : long.MaxValue));
        while (within - before > 1)
        {
            var middle = before + ((within - before) / 2);
            (before, within) = DateOf(middle) >= day ? (before, middle) : (middle, within);
        }

        return within;
    }

    /// <summary>A period, its start included, its end not.</summary>
    private sealed record Period(long Number, long Start, long End);
}
