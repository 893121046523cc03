using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs;

/// <summary>The length of periods as text: a duration, or <c>day</c>, <c>week</c>, <c>month</c>.</summary>
internal static class PeriodText
{
    /// <summary>As a catalog says it.</summary>
    internal static string Format(PeriodLength length) => length is PeriodLength.Calendar calendar
        ? Choice<CalendarUnit>.Of(calendar.Unit)
        : DurationText.Format(((PeriodLength.Rolling)length).Length);

    /// <summary>Several of them, for people: <c>4 weeks</c>, <c>4 periods of 7d</c>.</summary>
    internal static string Several(int number, PeriodLength length) => length is PeriodLength.Calendar
        ? $"{number} {Format(length)}{(number == 1 ? string.Empty : "s")}"
        : $"{number} {(number == 1 ? "period" : "periods")} of {Format(length)}";
}
