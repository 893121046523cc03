using System.Globalization;
using System.Text.Json;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads the parts of a mapping that say what a line means: type, time, value, fields, skip rules.</summary>
internal static class MappingParts
{
    private const string SkipForm = "an object such as { \"column\": \"customer\", \"empty\": true }, or with is, isNot or startsWith";

    /// <summary><c>type</c>: a text, or a column with renames.</summary>
    public static TypeSource ReadType(MappingNode root)
    {
        const string Form = "a signal type such as \"item_purchased\", or { \"column\": …, \"names\": { \"view\": \"product_viewed\" } }";
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.Find("type") is not { } element)
        {
            root.Missing("type", Form);
            return new TypeSource(null, null, none);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return new TypeSource(root.TextOf(element, root.At("type"), Form), null, none);
        }

        var node = new MappingNode(element, root.At("type"), root.Faults);
        var column = node.RequiredText("column", "the column that holds the type");
        foreach (var name in node.Properties("names", "an object from a text in the file to a signal type"))
        {
            none[name.Name] = node.TextOf(name.Value, $"{node.At("names")}.{name.Name}", "a signal type");
        }

        node.Finish();
        return new TypeSource(null, column, none);
    }

    /// <summary><c>time</c>: a column and how it is written.</summary>
    public static TimeSource ReadTime(MappingNode root)
    {
        const string Form = "an object such as { \"column\": \"date\", \"format\": \"yyyyMMdd\" }";
        if (root.Find("time") is not { } element)
        {
            root.Missing("time", Form);
            return new TimeSource(string.Empty, TimeNotation.Iso, null);
        }

        var node = new MappingNode(element, root.At("time"), root.Faults);
        var column = node.RequiredText("column", "the column that holds the time");
        var format = node.Text("format", "\"iso\", \"unixSeconds\", \"unixMilliseconds\", or a pattern such as \"yyyyMMdd\"") ?? "iso";
        node.Finish();
        return format switch
        {
            "iso" => new TimeSource(column, TimeNotation.Iso, null),
            "unixSeconds" => new TimeSource(column, TimeNotation.UnixSeconds, null),
            "unixMilliseconds" => new TimeSource(column, TimeNotation.UnixMilliseconds, null),
            _ => new TimeSource(column, TimeNotation.Pattern, CheckedPattern(node, format)),
        };
    }

    /// <summary><c>value</c>: a column, or the product of some.</summary>
    public static IReadOnlyList<string> ReadValue(MappingNode root)
    {
        if (root.Find("value") is not { } element)
        {
            return [];
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [root.TextOf(element, root.At("value"), "a column, or { \"product\": [\"quantity\", \"price\"] }")];
        }

        var node = new MappingNode(element, root.At("value"), root.Faults);
        var factors = node.Texts("product", "a list of numeric columns to multiply");
        if (factors.Count == 0)
        {
            node.Missing("product", "name the columns to multiply");
        }

        node.Finish();
        return factors;
    }

    /// <summary><c>attributes</c> or <c>traits</c>: name to a column, or to a column and a type.</summary>
    public static IReadOnlyList<FieldMapping> ReadFields(MappingNode root, string name)
    {
        var fields = new List<FieldMapping>();
        foreach (var property in root.Properties(name, "an object from a name to a column"))
        {
            var path = $"{root.At(name)}.{property.Name}";
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                fields.Add(new FieldMapping(property.Name, root.TextOf(property.Value, path, "a column, or { \"column\": …, \"type\": \"number\" }"), FieldType.String));
                continue;
            }

            var node = new MappingNode(property.Value, path, root.Faults);
            fields.Add(new FieldMapping(property.Name, node.RequiredText("column", "the column it comes from"), ReadFieldType(node)));
            node.Finish();
        }

        return fields;
    }

    /// <summary><c>skip</c>: a list of rules.</summary>
    public static IReadOnlyList<SkipRule> ReadSkip(MappingNode root)
    {
        if (root.Find("skip") is not { } element)
        {
            return [];
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            root.Fault(root.At("skip"), element, "a list of rules: " + SkipForm);
            return [];
        }

        var rules = new List<SkipRule>();
        foreach (var item in element.EnumerateArray())
        {
            rules.Add(ReadRule(new MappingNode(item, $"{root.At("skip")}[{rules.Count}]", root.Faults)));
        }

        return rules;
    }

    private static SkipRule ReadRule(MappingNode node)
    {
        var column = node.Failed ? string.Empty : node.RequiredText("column", "the column to look at");
        var rules = new List<SkipRule>();
        if (node.Truth("empty", otherwise: false))
        {
            rules.Add(new SkipRule(column, SkipTest.Empty, string.Empty));
        }

        Add("is", SkipTest.Is);
        Add("isNot", SkipTest.IsNot);
        Add("startsWith", SkipTest.StartsWith);
        node.Finish();
        if (rules.Count != 1 && !node.Failed)
        {
            node.Faults.Add(new MappingFault(node.Path, null, "one test is needed: " + SkipForm));
        }

        return rules.Count > 0 ? rules[0] : new SkipRule(column, SkipTest.Empty, string.Empty);

        void Add(string name, SkipTest test)
        {
            if (node.Text(name, "a text to compare with") is { } operand)
            {
                rules.Add(new SkipRule(column, test, operand));
            }
        }
    }

    private static FieldType ReadFieldType(MappingNode node)
    {
        const string Form = "write \"string\", \"number\" or \"boolean\"";
        var type = node.Text("type", Form) ?? "string";
        switch (type)
        {
            case "number":
                return FieldType.Number;
            case "boolean":
                return FieldType.Boolean;
            case "string" or "":
                return FieldType.String;
            default:
                node.Faults.Add(new MappingFault(node.At("type"), type, Form));
                return FieldType.String;
        }
    }

    private static string CheckedPattern(MappingNode node, string pattern)
    {
        try
        {
            // A pattern is sound when a time written with it can be read again.
            var sample = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
            var written = sample.ToString(pattern, CultureInfo.InvariantCulture);
            if (!DateTime.TryParseExact(written, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read) || read.Date != sample.Date)
            {
                node.Faults.Add(new MappingFault(node.At("format"), pattern, "not a pattern of a date; write such as \"yyyy-MM-dd HH:mm:ss\""));
            }
        }
        catch (FormatException)
        {
            node.Faults.Add(new MappingFault(node.At("format"), pattern, "not a pattern of a date; write such as \"yyyy-MM-dd HH:mm:ss\""));
        }

        return pattern;
    }
}
