using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Traits;

/// <summary>Whether now is near an anniversary of a date, the first of which comes a year after it.</summary>
/// <param name="before">From how long before the beginning of the day.</param>
/// <param name="after">Until how long after the beginning of the day.</param>
/// <remarks>The windows of two years do not meet: <c>before</c> and <c>after</c> are together shorter than a year.</remarks>
internal sealed class AnniversaryTest(TimeSpan before, TimeSpan after) : DateTest
{
    private const int LastYear = 9999;

    /// <inheritdoc />
    internal override Verdict Evaluate(DateOrTime date, long now)
    {
        var origin = date.Start.ToDateTimeOffset().UtcDateTime.Date;
        var first = Math.Max(origin.Year + 1, new DateTime(now - Math.Min(now, after.Ticks)).Year);
        for (var year = first; year <= LastYear; year++)
        {
            var day = Of(origin, year).Ticks;
            if (now < day + after.Ticks)
            {
                return Between(day - before.Ticks, day + after.Ticks, now);
            }
        }

        return Verdict.Always(false);
    }

    private static DateTime Of(DateTime origin, int year)
    {
        var day = origin is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? 28 : origin.Day;
        return new DateTime(year, origin.Month, day);
    }
}
