using System.Globalization;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Cli.Plans;

/// <summary>What the values of an attribute or a trait were: their types, range, and the values themselves while they are few.</summary>
internal sealed class FieldShape
{
    /// <summary>The most different values that are named one by one.</summary>
    public const int FewValues = 10;

    // A text that is longer names nothing that a catalog would list.
    private const int LongestValue = 40;
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private bool _isFew = true;
    private long _texts;
    private long _numbers;
    private long _booleans;
    private long _lists;
    private long _dates;
    private long _emails;
    private long _addresses;
    private long _numericTexts;

    /// <summary>How many signals had it.</summary>
    public long Present { get; private set; }

    /// <summary>The least number; infinite where there was none.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The greatest number; infinite where there was none.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>The type that every value can be read as.</summary>
    public ValueType Type => _lists > 0 ? ValueType.List
        : _texts == 0 && _booleans == 0 && _numbers > 0 ? ValueType.Number
        : _texts == 0 && _numbers == 0 && _booleans > 0 ? ValueType.Boolean
        : _texts > 0 && _dates == _texts && _numbers + _booleans == 0 ? ValueType.Date
        : _numbers > 0 && _booleans == 0 && _numericTexts == _texts ? ValueType.Number
        : ValueType.String;

    /// <summary>The format that every value has; null for none.</summary>
    public string? Format => Type != ValueType.String || _texts == 0 || _numbers + _booleans > 0 ? null : _emails == _texts ? "email" : _addresses == _texts ? "url" : null;

    /// <summary>The different values, sorted; empty where they are many, long, or no texts.</summary>
    public IReadOnlyList<string> Values => _isFew && Type == ValueType.String && Present >= 2 * _values.Count ? [.. _values.Order(StringComparer.Ordinal)] : [];

    /// <summary>Whether there was a number.</summary>
    public bool HasRange => Minimum <= Maximum;

    /// <summary>Takes a value in.</summary>
    /// <param name="name">The name of the field: under a dotted one a list has what each of several objects has there.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, in AttributeValue value)
    {
        Present++;
        if (value.Kind == AttributeKind.List && name.Contains('.', StringComparison.Ordinal))
        {
            foreach (ref readonly var element in value.List)
            {
                Take(element);
            }

            return;
        }

        Take(value);
    }

    private void Take(in AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.List:
                _lists++;
                break;
            case AttributeKind.Boolean:
                _booleans++;
                break;
            case AttributeKind.Text:
                TakeText(value.Text);
                break;
            default:
                if (value.IsNumber)
                {
                    _numbers++;
                    Span(value.Number);
                }

                break;
        }
    }

    private void TakeText(string text)
    {
        _texts++;
        _dates += DateOrTime.TryParseExact(text, out _) ? 1 : 0;
        _emails += IsEmail(text) ? 1 : 0;
        _addresses += Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? 1 : 0;
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            _numericTexts++;
            Span(number);
        }

        if (_isFew && (_isFew = text.Length <= LongestValue))
        {
            _values.Add(text);
            _isFew = _values.Count <= FewValues;
        }
    }

    private void Span(double number) => (Minimum, Maximum) = (Math.Min(Minimum, number), Math.Max(Maximum, number));

    private static bool IsEmail(string text) => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && text.LastIndexOf('.') > at + 1 && !text.EndsWith('.') && text.LastIndexOf('@') == at && !text.Any(char.IsWhiteSpace);
}
