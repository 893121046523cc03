using NodaTime;
using NodaTime.Text;
using Instant = PersonaGrain.Time.Instant;

namespace PersonaGrain.Cli.Consoles;

/// <summary>Times as clocks of a zone show them.</summary>
internal static class ZonedTime
{
    private static readonly OffsetDateTimePattern Pattern = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:sso<G>");

    /// <summary>A time to the second with its offset, such as <c>2026-03-01 13:00:00+01</c>; UTC where there is no zone.</summary>
    public static string Of(Instant time, DateTimeZone? zone) => zone is null
        ? HumanTime.Of(time)
        : Pattern.Format(NodaTime.Instant.FromDateTimeOffset(time.ToDateTimeOffset()).InZone(zone).ToOffsetDateTime());
}
