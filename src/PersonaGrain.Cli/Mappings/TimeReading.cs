using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using Instant = PersonaGrain.Time.Instant;

namespace PersonaGrain.Cli.Mappings;

/// <summary>What came of reading a time.</summary>
/// <param name="Time">The time.</param>
/// <param name="IsWholeDay">No time of day was written.</param>
/// <param name="Oddity">What the zone's clocks did then; see <see cref="LocalTimeOddity"/>.</param>
internal readonly record struct ReadTime(Instant Time, bool IsWholeDay, LocalTimeOddity Oddity);

/// <summary>What is odd about a local time.</summary>
internal enum LocalTimeOddity
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Clocks were put forward over it, so it never was; taken as much later as they were put forward.</summary>
    Skipped,

    /// <summary>Clocks were put back, so it was twice; the earlier one is taken.</summary>
    Twice,
}

/// <summary>Reads times in one form; those without an offset are local times of a zone, or UTC.</summary>
internal sealed class TimeReading(TimeForm form, DateTimeZone? zone)
{
    private const DateTimeStyles AsWritten = DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces;
    private static readonly DateTime ExcelEpoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly DateTimeZone? _zone = form.IsUtc ? null : zone;

    // A pattern that has no sign for a part of the day gives whole days.
    private readonly bool _isWholeDay = form.Pattern is { } pattern && pattern.AsSpan().IndexOfAny("hHmst") < 0;

    /// <summary>Reads a time; false where the text is not one in this form.</summary>
    public bool TryRead(string text, out ReadTime time)
    {
        time = default;
        switch (form.Notation)
        {
            case TimeNotation.UnixSeconds:
                return TryUnix(text, TimeSpan.TicksPerSecond, out time);
            case TimeNotation.UnixMilliseconds:
                return TryUnix(text, TimeSpan.TicksPerMillisecond, out time);
            case TimeNotation.Excel:
                return TryExcel(text, out time);
            case TimeNotation.Pattern:
                return DateTime.TryParseExact(text, form.Pattern, CultureInfo.InvariantCulture, AsWritten, out var written) &&
                    TryPlace(written, _isWholeDay, out time);
            default:
                return TryIso(text, out time);
        }
    }

    private bool TryIso(string text, out ReadTime time)
    {
        time = default;
        if (!Instant.TryParse(text, out var instant))
        {
            return false;
        }

        var isWholeDay = text.Length <= 10;
        if (_zone is null || !DateTime.TryParse(text, CultureInfo.InvariantCulture, AsWritten, out var written))
        {
            time = new ReadTime(instant, isWholeDay, LocalTimeOddity.None);
            return true;
        }

        return TryPlace(written, isWholeDay, out time);
    }

    private bool TryExcel(string text, out ReadTime time)
    {
        time = default;
        const double LastDay = 2_958_465; // 9999-12-31.
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) || !(days >= 1 && days < LastDay + 1))
        {
            return false;
        }

        // A day's fraction is exact to about a millisecond only.
        var milliseconds = Math.Round(days * TimeSpan.MillisecondsPerDay);
        return TryPlace(ExcelEpoch.AddTicks((long)milliseconds * TimeSpan.TicksPerMillisecond), days == Math.Floor(days), out time);
    }

    private bool TryPlace(DateTime written, bool isWholeDay, out ReadTime time)
    {
        if (written.Kind != DateTimeKind.Unspecified || _zone is null)
        {
            var utc = written.Kind == DateTimeKind.Local ? written.ToUniversalTime() : written;
            time = new ReadTime(new Instant(utc.Ticks), isWholeDay, LocalTimeOddity.None);
            return true;
        }

        var local = LocalDateTime.FromDateTime(written);
        var mapping = _zone.MapLocal(local);
        var oddity = mapping.Count switch { 1 => LocalTimeOddity.None, 0 => LocalTimeOddity.Skipped, _ => LocalTimeOddity.Twice };
        var placed = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted)(mapping);
        var known = Instant.TryFromTicks(placed.ToDateTimeUtc().Ticks, out var instant);
        time = new ReadTime(instant, isWholeDay, oddity);
        return known;
    }

    private static bool TryUnix(string text, long ticksPerUnit, out ReadTime time)
    {
        time = default;
        if (!NumberNotation.Plain.TryRead(text, out var units) || Math.Abs(units) > 1e15m)
        {
            return false;
        }

        var ticks = decimal.Truncate(units * ticksPerUnit) + DateTime.UnixEpoch.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new ReadTime(new Instant((long)ticks), IsWholeDay: false, LocalTimeOddity.None);
        return true;
    }
}
