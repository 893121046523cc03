using PersonaGrain.Catalogs;

namespace PersonaGrain.Laws;

/// <summary>Says what is near by looking at every year there may be: slow, and independent of the machine.</summary>
internal static class Calendar
{
    internal static bool IsNear(DateTime date, bool isDay, DateWindow window, DateTime now) => window.Kind switch
    {
        DateWindowKind.Next => now >= date - window.Span && now < (isDay ? date.AddDays(1) : date),
        DateWindowKind.NextAnniversary => Anniversaries(date).Any(day => now >= day - window.Span && now < day.AddDays(1)),
        _ => Anniversaries(date).Any(day => now >= day && now - day < window.Span),
    };

    // AddYears takes 29 February to the 28th where there is none.
    private static IEnumerable<DateTime> Anniversaries(DateTime date) =>
        Enumerable.Range(1, Math.Max(0, 2050 - date.Year)).Select(years => date.Date.AddYears(years));
}
