using System.Globalization;
using NodaTime;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads the fields of attributes and traits.</summary>
internal sealed class FieldReading(FieldMapping mapped, NumberNotation numbers, DateTimeZone? zone)
{
    private readonly TimeReading? _time = mapped.Type == FieldType.Date ? new TimeReading(mapped.Form, zone) : null;

    /// <summary>Which attribute or trait.</summary>
    public FieldMapping Field => mapped;

    /// <summary>The value; false where the text is not one of the field's type. An empty text is <see cref="AttributeKind.None"/>.</summary>
    public bool TryRead(string text, out AttributeValue value)
    {
        value = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        switch (mapped.Type)
        {
            case FieldType.Number:
                return TryNumber(text.Trim(), out value);
            case FieldType.Boolean:
                return TryTruth(text.AsSpan().Trim(), out value);
            case FieldType.Date:
                return TryDate(text.Trim(), out value);
            default:
                value = AttributeValue.Of(text);
                return true;
        }
    }

    /// <summary>What the field should hold, in words.</summary>
    public string Wanted => mapped.Type switch
    {
        FieldType.Number => numbers == NumberNotation.Plain ? "a number with a decimal point" : $"a number with the decimal sign '{numbers.Decimal}'",
        FieldType.Boolean => "true, false, 1 or 0",
        _ => $"a date in the format {mapped.Form}",
    };

    private bool TryNumber(string text, out AttributeValue value)
    {
        value = default;
        if (!numbers.TryPlain(text, out var plain))
        {
            return false;
        }

        if (long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = AttributeValue.Of(whole);
            return true;
        }

        var isNumber = double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        value = isNumber ? AttributeValue.Of(number) : default;
        return isNumber;
    }

    private static bool TryTruth(ReadOnlySpan<char> text, out AttributeValue value)
    {
        var truth = text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase);
        value = AttributeValue.Of(truth);
        return truth || text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A day stays the day that was written, whatever the zone.</summary>
    private bool TryDate(string text, out AttributeValue value)
    {
        value = default;
        if (!_time!.TryRead(text, out var read))
        {
            return false;
        }

        if (!read.IsWholeDay)
        {
            value = AttributeValue.Of(read.Time.ToString());
            return true;
        }

        var day = zone is null || mapped.Form.Notation is TimeNotation.UnixSeconds or TimeNotation.UnixMilliseconds
            ? read.Time.ToDateTimeOffset().DateTime
            : NodaTime.Instant.FromDateTimeOffset(read.Time.ToDateTimeOffset()).InZone(zone).ToDateTimeUnspecified();
        value = AttributeValue.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return true;
    }
}
