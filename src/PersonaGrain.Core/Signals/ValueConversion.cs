using System.Globalization;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

/// <summary>Reads a value as one of a declared type, where nothing is lost by it. A value of the type is taken as it is, without allocation.</summary>
/// <remarks>
/// Text: a number's shortest text, <c>true</c> or <c>false</c>. Number: plain digits with sign, point and exponent; no thousands, no currency. Boolean:
/// <c>true</c> and <c>false</c> in any case, 1 and 0. Date: ISO 8601, seconds or milliseconds since 1970 of the years 1990 to 2100. List: a scalar is a list of
/// one. Where a scalar is declared, a list of one is its element.
/// </remarks>
internal static class ValueConversion
{
    private const NumberStyles PlainNumber =
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private const NumberStyles PlainInteger = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign;

    /// <summary>The value as the type; false where it can not be read as one. Nothing is of every type.</summary>
    internal static bool TryRead(in AttributeValue value, ValueType type, out AttributeValue read)
    {
        if (value.Kind == AttributeKind.None || IsOf(value, type))
        {
            read = value;
            return true;
        }

        return TryConvert(value, type, out read);
    }

    /// <summary>Whether a value is of a type as it is.</summary>
    internal static bool IsOf(in AttributeValue value, ValueType type) => type switch
    {
        ValueType.String => value.Kind == AttributeKind.Text,
        ValueType.Number => value.IsNumber,
        ValueType.Boolean => value.Kind == AttributeKind.Boolean,
        ValueType.List => value.Kind == AttributeKind.List,
        _ => value.Kind == AttributeKind.Text && Instant.TryParse(value.Text, out _),
    };

    /// <summary>A type's name as written in catalogs.</summary>
    internal static string Name(ValueType type) => type switch
    {
        ValueType.String => "string",
        ValueType.Number => "number",
        ValueType.Boolean => "boolean",
        ValueType.List => "list",
        _ => "date",
    };

    /// <summary>A value in words that do not repeat personal data.</summary>
    internal static string Describe(in AttributeValue value) => value.Kind switch
    {
        AttributeKind.Text => "a text",
        AttributeKind.Number or AttributeKind.Integer => "a number",
        AttributeKind.Boolean => "true or false",
        AttributeKind.List => "a list",
        _ => "nothing",
    };

    private static bool TryConvert(in AttributeValue value, ValueType type, out AttributeValue read)
    {
        if (type == ValueType.List)
        {
            read = AttributeValue.Of([value]);
            return true;
        }

        if (value.Kind == AttributeKind.List)
        {
            read = default;
            return value.List is [{ Kind: not (AttributeKind.None or AttributeKind.List) } only] && TryRead(only, type, out read);
        }

        return type switch
        {
            ValueType.String => TryText(value, out read),
            ValueType.Number => TryNumber(value, out read),
            ValueType.Boolean => TryBoolean(value, out read),
            _ => TryDate(value, out read),
        };
    }

    private static bool TryText(in AttributeValue value, out AttributeValue read)
    {
        read = AttributeValue.Of(value.ToString());
        return true;
    }

    private static bool TryNumber(in AttributeValue value, out AttributeValue read)
    {
        if (long.TryParse(value.Text, PlainInteger, CultureInfo.InvariantCulture, out var whole))
        {
            read = AttributeValue.Of(whole);
            return true;
        }

        var isNumber = double.TryParse(value.Text, PlainNumber, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        read = isNumber ? AttributeValue.Of(number) : default;
        return isNumber;
    }

    private static bool TryBoolean(in AttributeValue value, out AttributeValue read)
    {
        var text = value.Text.AsSpan().Trim();
        bool? truth = value.IsNumber ? value.Number switch { 1 => true, 0 => false, _ => null }
            : text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
            : text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
            : null;
        read = truth is { } found ? AttributeValue.Of(found) : default;
        return truth is not null;
    }

    private static bool TryDate(in AttributeValue value, out AttributeValue read)
    {
        var number = value;
        if ((value.IsNumber || TryNumber(value, out number)) && EpochTime.TryRead(number.Number, out var time))
        {
            read = AttributeValue.Of(time.ToString());
            return true;
        }

        read = default;
        return false;
    }
}
