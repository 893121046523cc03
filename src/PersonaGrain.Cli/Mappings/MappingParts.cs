using System.Globalization;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads the parts of a mapping that say what a line means: type, time, value, fields.</summary>
internal static class MappingParts
{
    private static readonly Dictionary<string, FieldType> FieldTypes = new()
    {
        ["string"] = FieldType.String,
        ["number"] = FieldType.Number,
        ["boolean"] = FieldType.Boolean,
        ["date"] = FieldType.Date,
    };

    /// <summary><c>type</c>: a text, or a column with renames.</summary>
    public static TypeSource ReadType(Fields root)
    {
        const string Form = "a signal type such as \"item_purchased\", or { \"column\": …, \"names\": { \"view\": \"product_viewed\" } }";
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.Required("type", "write " + Form) is not { } node)
        {
            return new TypeSource(null, null, names);
        }

        if (MappingText.UnlessObject(node, Form) is { } constant)
        {
            return new TypeSource(constant, null, names);
        }

        var fields = Fields.Of(node, "type", "column", "names");
        var column = MappingText.Required(fields, "column", "the column that holds the type");
        if (fields.Optional("names") is { } renames)
        {
            foreach (var (text, type) in Fields.Of(renames, "names, from a text in the file to a signal type,").All)
            {
                names.Add(text, MappingText.Of(type, "a signal type"));
            }
        }

        return new TypeSource(null, column, names);
    }

    /// <summary><c>time</c>: a column, how it is written, and from when on times are believed.</summary>
    public static TimeSource ReadTime(Fields root)
    {
        if (root.Required("time", "write an object such as { \"column\": \"date\", \"format\": \"yyyyMMdd\" }") is not { } node)
        {
            return new TimeSource(string.Empty, default, TimeSource.DefaultEarliest);
        }

        var fields = Fields.Of(node, "time", "column", "format", "earliest");
        var column = MappingText.Required(fields, "column", "the column that holds the time");
        var earliest = fields.Optional("earliest")?.Date()?.Start ?? TimeSource.DefaultEarliest;
        return new TimeSource(column, ReadForm(fields), earliest);
    }

    /// <summary><c>value</c>: a column, or the product of some.</summary>
    public static IReadOnlyList<string> ReadValue(Node node) =>
        MappingText.UnlessObject(node, "a column, or { \"product\": [\"quantity\", \"price\"] }") is { } column
            ? [column]
            : MappingText.RequiredColumns(Fields.Of(node, "value", "product"), "product", "the numeric columns to multiply");

    /// <summary><c>attributes</c> or <c>traits</c>: name to a column, or to a column and a type.</summary>
    public static IReadOnlyList<FieldMapping> ReadFields(Node node, string section)
    {
        var fields = new List<FieldMapping>();
        foreach (var (name, value) in Fields.Of(node, $"{section}, from a name to a column,").All)
        {
            if (MappingText.UnlessObject(value, "a column, or { \"column\": …, \"type\": \"number\" }") is { } column)
            {
                fields.Add(new FieldMapping(name, column, FieldType.String));
                continue;
            }

            fields.Add(ReadField(name, Fields.Of(value, "a field", "column", "type", "format")));
        }

        return fields;
    }

    private static FieldMapping ReadField(string name, Fields fields)
    {
        var type = FieldTypes[fields.Optional("type")?.Word("type", FieldTypes.Keys) ?? "string"];
        if (type != FieldType.Date && fields.Optional("format") is { } format)
        {
            format.Fault("only a field of \"type\": \"date\" has a format");
        }

        var column = MappingText.Required(fields, "column", "the column it comes from");
        return new FieldMapping(name, column, type, type == FieldType.Date ? ReadForm(fields) : default);
    }

    private static TimeForm ReadForm(Fields fields)
    {
        const string Forms = "\"iso\", \"unixSeconds\", \"unixMilliseconds\", \"excel\", or a pattern such as \"yyyyMMdd\"";
        if (fields.Optional("format") is not { } format)
        {
            return default;
        }

        var form = TimeForm.Of(MappingText.Of(format, Forms));
        return form.Pattern is { } pattern ? form with { Pattern = CheckedPattern(format, pattern) } : form;
    }

    private static string CheckedPattern(Node node, string pattern)
    {
        try
        {
            // A pattern is sound when a time written with it can be read again.
            var sample = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
            var written = sample.ToString(pattern, CultureInfo.InvariantCulture);
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTime.TryParseExact(written, pattern, CultureInfo.InvariantCulture, Utc, out var read) && read.Date == sample.Date)
            {
                return pattern;
            }
        }
        catch (FormatException)
        {
            // Told below, as what can not be read again.
        }

        node.Fault("not a pattern of a date; write such as \"yyyy-MM-dd HH:mm:ss\"");
        return pattern;
    }
}
