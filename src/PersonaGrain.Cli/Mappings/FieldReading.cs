using System.Globalization;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads single fields of a table into values.</summary>
internal static class FieldReading
{
    /// <summary>A time; false where the text is not one in the given notation.</summary>
    public static bool TryTime(string text, TimeSource source, out Instant time)
    {
        time = default;
        switch (source.Notation)
        {
            case TimeNotation.Iso:
                return Instant.TryParse(text, out time);
            case TimeNotation.UnixSeconds:
                return TryUnix(text, TimeSpan.TicksPerSecond, out time);
            case TimeNotation.UnixMilliseconds:
                return TryUnix(text, TimeSpan.TicksPerMillisecond, out time);
            default:
                const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
                if (!DateTimeOffset.TryParseExact(text, source.Pattern, CultureInfo.InvariantCulture, Utc, out var read))
                {
                    return false;
                }

                time = Instant.From(read);
                return true;
        }
    }

    /// <summary>A finite number with a point, exact to 28 digits before it is rounded to a double.</summary>
    public static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>An attribute of a type; false where the text is not one. An empty text is <see cref="AttributeKind.None"/>.</summary>
    public static bool TryAttribute(string text, FieldType type, out AttributeValue value)
    {
        value = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        switch (type)
        {
            case FieldType.Number:
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                {
                    return false;
                }

                value = AttributeValue.Of(number);
                return true;
            case FieldType.Boolean:
                var truth = text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1";
                value = AttributeValue.Of(truth);
                return truth || text.Equals("false", StringComparison.OrdinalIgnoreCase) || text == "0";
            default:
                value = AttributeValue.Of(text);
                return true;
        }
    }

    private static bool TryUnix(string text, long ticksPerUnit, out Instant time)
    {
        time = default;
        if (!TryNumber(text, out var units) || Math.Abs(units) > 1e15m)
        {
            return false;
        }

        var ticks = decimal.Truncate(units * ticksPerUnit) + DateTime.UnixEpoch.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new Instant((long)ticks);
        return true;
    }
}
