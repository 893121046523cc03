using PersonaGrain.Catalogs;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

/// <summary>Checks names, sizes and declared types of values.</summary>
internal static class AttributeCheck
{
    private const int MaximumNameLength = 256;
    private const int MaximumTextLength = 8 * 1024;
    private const int MaximumElements = 1_000;

    /// <summary>The first fault of a signal's attributes, or null.</summary>
    internal static SignalFault? Check(AttributeSet attributes, IReadOnlyDictionary<string, ValueType>? declared)
    {
        foreach (ref readonly var entry in attributes.Entries)
        {
            var field = "attributes." + Shorten(entry.Key);
            if (CheckName(entry.Key, field) is { } nameFault)
            {
                return nameFault;
            }

            if (CheckSize(entry.Value, field) is { } sizeFault)
            {
                return sizeFault;
            }

            if (declared is not null && declared.TryGetValue(entry.Key, out var type) && entry.Value.Kind != AttributeKind.None && !Fits(entry.Value, type))
            {
                return new SignalFault("wrong_attribute_type", field, $"declared as {Name(type)}, but holds {Describe(entry.Value)}");
            }
        }

        return null;
    }

    /// <summary>The fault of a name, or null.</summary>
    internal static SignalFault? CheckName(string? name, string field)
    {
        if (IdentifierText.Check(name, MaximumNameLength, "name") is not { } fault)
        {
            return null;
        }

        return fault with { Reason = "invalid_name", Field = field };
    }

    /// <summary>The fault of a value's size or text, or null.</summary>
    internal static SignalFault? CheckSize(in AttributeValue value, string field)
    {
        if (value.Kind == AttributeKind.Text)
        {
            return CheckText(value.Text, field);
        }

        if (value.List.Length > MaximumElements)
        {
            return new SignalFault("list_too_long", field, $"{value.List.Length} elements; at most {MaximumElements} are taken");
        }

        foreach (ref readonly var element in value.List)
        {
            var fault = element.Kind == AttributeKind.List
                ? new SignalFault("nested_list", field, "a list holds scalars only")
                : CheckSize(element, field);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Whether a value is of a declared type.</summary>
    internal static bool Fits(in AttributeValue value, ValueType type) => type switch
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

    /// <summary>A name short enough to be repeated in a message.</summary>
    internal static string Shorten(string? name) => name is null ? string.Empty : name.Length <= 64 ? name : name[..64] + "…";

    private static SignalFault? CheckText(string text, string field)
    {
        if (text.Length * 3 > MaximumTextLength && System.Text.Encoding.UTF8.GetByteCount(text) > MaximumTextLength)
        {
            return new SignalFault("text_too_long", field, $"at most {MaximumTextLength} bytes of UTF-8 are taken");
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return new SignalFault("invalid_text", field, $"half a surrogate pair at {index}; send valid Unicode");
            }

            index++;
        }

        return null;
    }
}
