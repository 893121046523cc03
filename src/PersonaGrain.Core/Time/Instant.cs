using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PersonaGrain.Time;

/// <summary>A point on the UTC time line, in ticks of 100 ns since 0001-01-01T00:00:00Z.</summary>
/// <remarks>
/// Ordered and equal by ticks. <c>default</c> is year 0001, which no accepted signal carries, so it can stand for
/// "never seen" in tallies. <see cref="Never"/> is later than every real instant and stands for "does not happen".
/// Nothing else is an instant: years 0001 to 9999, and never.
/// </remarks>
public readonly record struct Instant : IComparable<Instant>
{
    private const long Latest = 3_155_378_975_999_999_999;

    /// <summary>Later than every instant that can be reached: "does not happen by itself".</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <summary>1970-01-01T00:00:00Z; signals from before it are refused.</summary>
    public static readonly Instant UnixEpoch = new(DateTime.UnixEpoch.Ticks);

    /// <summary>The instant of a number of ticks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ticks are before year 0001, or after year 9999 and not those of <see cref="Never"/>.</exception>
    public Instant(long ticks)
    {
        if ((ulong)ticks > Latest && ticks != long.MaxValue)
        {
            ThrowOutOfRange(ticks);
        }

        Ticks = ticks;
    }

    /// <summary>Ticks of 100 ns since 0001-01-01T00:00:00Z.</summary>
    public long Ticks { get; }

    /// <summary>The instant of ticks that came from outside; false where they are those of none.</summary>
    public static bool TryFromTicks(long ticks, out Instant instant)
    {
        var isOne = (ulong)ticks <= Latest || ticks == long.MaxValue;
        instant = isOne ? new Instant(ticks) : default;
        return isOne;
    }

    /// <summary>The instant of ticks that were computed: what lies beyond year 9999 does not happen, and nothing lies before year 0001.</summary>
    public static Instant Clamp(long ticks) => ticks > Latest ? Never : new Instant(Math.Max(0, ticks));

    /// <summary>The instant of a date and time with an offset.</summary>
    public static Instant From(DateTimeOffset time) => new(time.UtcTicks);

    /// <summary>The instant of a UTC date and time; the kind is not looked at.</summary>
    public static Instant FromUtc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) =>
        new(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks);

    /// <summary>Reads ISO 8601; a text without an offset is taken as UTC. One that does not begin with a year ("12:00", "March") is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Instant instant)
    {
        if (StartsWithYear(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            instant = From(time);
            return true;
        }

        instant = default;
        return false;
    }

    private static void ThrowOutOfRange(long ticks) => throw new ArgumentOutOfRangeException(nameof(ticks), ticks, "an instant lies in the years 0001 to 9999, or is never");

    // The parser fills up what other forms leave out with today's date: what they say would depend on when they are read.
    private static bool StartsWithYear([NotNullWhen(true)] string? text) =>
        text is { Length: >= 8 } && text[4] == '-' && !text.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9');

    /// <summary>This instant as a <see cref="DateTimeOffset"/> in UTC; <see cref="Never"/> is clamped to its maximum.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(Math.Clamp(Ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>The later of two instants.</summary>
    public static Instant Max(Instant a, Instant b) => a.Ticks >= b.Ticks ? a : b;

    /// <summary>The earlier of two instants.</summary>
    public static Instant Min(Instant a, Instant b) => a.Ticks <= b.Ticks ? a : b;

    /// <summary>This instant moved by a span, not before year 0001; <see cref="Never"/> stays, and what lies beyond year 9999 is never.</summary>
    public static Instant operator +(Instant instant, TimeSpan span)
    {
        var ticks = unchecked(instant.Ticks + span.Ticks);
        return instant == Never || (span.Ticks > 0 && ticks < instant.Ticks) ? Never : Clamp(ticks);
    }

    /// <summary>This instant moved back by a span, not before year 0001.</summary>
    public static Instant operator -(Instant instant, TimeSpan span) => span == TimeSpan.MinValue ? instant + TimeSpan.MaxValue : instant + span.Negate();

    /// <summary>The span from <paramref name="b"/> to <paramref name="a"/>; negative when a is earlier.</summary>
    public static TimeSpan operator -(Instant a, Instant b) => new(a.Ticks - b.Ticks);

    /// <summary>Whether a is earlier.</summary>
    public static bool operator <(Instant a, Instant b) => a.Ticks < b.Ticks;

    /// <summary>Whether a is later.</summary>
    public static bool operator >(Instant a, Instant b) => a.Ticks > b.Ticks;

    /// <summary>Whether a is earlier or the same.</summary>
    public static bool operator <=(Instant a, Instant b) => a.Ticks <= b.Ticks;

    /// <summary>Whether a is later or the same.</summary>
    public static bool operator >=(Instant a, Instant b) => a.Ticks >= b.Ticks;

    /// <inheritdoc />
    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    /// <summary>ISO 8601 in UTC with as many fraction digits as needed, such as 2026-03-01T12:00:00Z.</summary>
    public override string ToString() =>
        this == Never ? "never" : ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
