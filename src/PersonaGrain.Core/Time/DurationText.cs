using System.Buffers;
using System.Globalization;

namespace PersonaGrain.Time;

/// <summary>Durations as text: <c>45s</c>, <c>30m</c>, <c>12h</c>, <c>7d</c>, <c>2w</c>, or ISO 8601 (<c>P1DT12H</c>).</summary>
/// <remarks>Years and months have no fixed length, so <c>P1M</c> is not a duration here; <c>PT1M</c> is one minute.</remarks>
public static class DurationText
{
    /// <summary>The longest duration that can be read: 100,000 days, about 270 years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(100_000);

    /// <summary>The forms that are read, for messages.</summary>
    public const string Forms = "a duration such as \"45s\", \"30m\", \"12h\", \"7d\", \"2w\" or ISO 8601 \"P1DT12H\" (no months or years)";

    private const int LongestText = 40;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration from 0 to <see cref="Longest"/>; false where the text is not one. Sub-second digits beyond 100 ns are cut.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text) || text.Length > LongestText)
        {
            return false;
        }

        return text[0] == 'P' ? TryParseIso(text.AsSpan(1), out duration) : TryParseShort(text, out duration);
    }

    /// <summary>The shortest form in one unit of d, h, m, s; ISO 8601 where the seconds are not whole. Reads back to the same duration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var ticks = duration.Ticks;
        return ticks switch
        {
            0 => "0s",
            _ when ticks % TimeSpan.TicksPerDay == 0 => $"{ticks / TimeSpan.TicksPerDay}d",
            _ when ticks % TimeSpan.TicksPerHour == 0 => $"{ticks / TimeSpan.TicksPerHour}h",
            _ when ticks % TimeSpan.TicksPerMinute == 0 => $"{ticks / TimeSpan.TicksPerMinute}m",
            _ when ticks % TimeSpan.TicksPerSecond == 0 => $"{ticks / TimeSpan.TicksPerSecond}s",
            _ => string.Create(CultureInfo.InvariantCulture, $"PT{(decimal)ticks / TimeSpan.TicksPerSecond:0.0######}S"),
        };
    }

    private static bool TryParseShort(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        return text[^1] is 's' or 'm' or 'h' or 'd' or 'w'
            && TryAmount(text[..^1], fraction: false, out var amount)
            && TryAdd(ref duration, amount, Ticks(text[^1]));
    }

    private static bool TryParseIso(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var time = text.IndexOf('T');
        var days = time < 0 ? text : text[..time];
        var clock = time < 0 ? default : text[(time + 1)..];
        return text.Length > 0
            && (time < 0 || clock.Length > 0)
            && TryParts(days, "WD", ref duration)
            && TryParts(clock, "HMS", ref duration);
    }

    // Each unit at most once and in the order given.
    private static bool TryParts(ReadOnlySpan<char> text, ReadOnlySpan<char> units, ref TimeSpan duration)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAnyExcept(Digits);
            var place = end <= 0 ? -1 : units.IndexOf(text[end]);
            if (place < 0 || !TryAmount(text[..end], fraction: text[end] == 'S', out var amount) || !TryAdd(ref duration, amount, Ticks(text[end])))
            {
                return false;
            }

            units = units[(place + 1)..];
            text = text[(end + 1)..];
        }

        return true;
    }

    private static long Ticks(char unit) => char.ToLowerInvariant(unit) switch
    {
        's' => TimeSpan.TicksPerSecond,
        'm' => TimeSpan.TicksPerMinute,
        'h' => TimeSpan.TicksPerHour,
        'd' => TimeSpan.TicksPerDay,
        _ => 7 * TimeSpan.TicksPerDay,
    };

    private static bool TryAmount(ReadOnlySpan<char> text, bool fraction, out decimal amount) =>
        decimal.TryParse(text, fraction ? NumberStyles.AllowDecimalPoint : NumberStyles.None, CultureInfo.InvariantCulture, out amount)
        && amount <= 1_000_000_000_000;

    private static bool TryAdd(ref TimeSpan duration, decimal amount, long unit)
    {
        var ticks = duration.Ticks + decimal.Truncate(amount * unit);
        if (ticks > Longest.Ticks)
        {
            return false;
        }

        duration = new TimeSpan((long)ticks);
        return true;
    }
}
