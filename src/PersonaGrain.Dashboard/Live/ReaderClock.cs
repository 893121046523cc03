using System.Globalization;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Live;

/// <summary>Times as the reader of a page has them: in the zone of the browser, which is read once.</summary>
internal sealed class ReaderClock(TimeProvider time)
{
    /// <summary>The reader's zone; UTC until it is known.</summary>
    internal TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Now.</summary>
    internal Instant Now => Instant.From(time.GetUtcNow());

    /// <summary>Takes the zone over.</summary>
    /// <param name="name">Its name, such as <c>Europe/Berlin</c>.</param>
    /// <param name="offset">How far it is from UTC now, in minutes: what is used where this machine does not know the name.</param>
    internal void Take(string name, int offset) => Zone = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromMinutes(Math.Clamp(offset, -14 * 60, 14 * 60)), name, name);

    /// <summary>An instant in the reader's zone.</summary>
    internal DateTimeOffset Local(Instant instant) => TimeZoneInfo.ConvertTime(instant.ToDateTimeOffset(), Zone);

    /// <summary>Date and time to the second, with the zone's offset.</summary>
    internal string Exact(Instant instant)
    {
        var local = Local(instant);
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString("d MMM yyyy, HH:mm:ss ", CultureInfo.InvariantCulture) + offset;
    }

    /// <summary>The time of today, else the date and the time.</summary>
    internal string Short(Instant instant)
    {
        var (local, today) = (Local(instant), Local(Now));
        var format = local.Date == today.Date ? "HH:mm:ss" : local.Year == today.Year ? "d MMM, HH:mm" : "d MMM yyyy, HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>How far away it is, in the two greatest units: <c>2 d 3 h ago</c>, <c>in 5 min 20 s</c>.</summary>
    internal string Away(Instant instant)
    {
        var span = instant - Now;
        return Math.Abs(span.TotalSeconds) < 1 ? Texts.Now
            : string.Format(CultureInfo.InvariantCulture, span > TimeSpan.Zero ? Texts.Ahead : Texts.Ago, Length(span.Duration()));
    }

    /// <summary>Midnight of the reader's today.</summary>
    internal Instant Midnight
    {
        get
        {
            var day = Local(Now).Date;
            return Instant.From(new DateTimeOffset(day, Zone.GetUtcOffset(day)));
        }
    }

    /// <summary>A length in its two greatest units.</summary>
    internal static string Length(TimeSpan span) => span switch
    {
        { TotalDays: >= 60 } => Count((int)span.TotalDays, "d"),
        { TotalDays: >= 1 } => Two(span.Days, "d", span.Hours, "h"),
        { TotalHours: >= 1 } => Two(span.Hours, "h", span.Minutes, "min"),
        { TotalMinutes: >= 1 } => Two(span.Minutes, "min", span.Seconds, "s"),
        _ => Count(span.Seconds, "s"),
    };

    private static string Count(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {unit}");

    private static string Two(int count, string unit, int less, string lesser) => less == 0 ? Count(count, unit) : $"{Count(count, unit)} {Count(less, lesser)}";
}
