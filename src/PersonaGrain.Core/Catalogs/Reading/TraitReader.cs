using PersonaGrain.Documents;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a declared trait.</summary>
internal static class TraitReader
{
    internal static readonly string[] Formats = ["email", "url"];

    internal static TraitDocument Read(string name, Node node)
    {
        var fields = Fields.Of(node, "a trait", "type", "category", "format", "min", "max", IndexedRule.Word).WithoutNulls();
        var type = fields.Required("type", $"write one of {Choice<ValueType>.All}; a trait that is computed has one of {string.Join(", ", ComputationName.All)}, {ComputationName.Ratio} instead") is { } found
            ? Choice<ValueType>.Read(found, "type")
            : null;
        var category = fields["category"] is { } written ? Choice<SignalCategory>.Read(written, "category") : null;
        var minimum = Bound(fields["min"], name, type);
        var maximum = Bound(fields["max"], name, type);
        if (minimum > maximum)
        {
            fields["min"]!.Value.Fault("min is greater than max, so no number fits; swap them");
        }

        return new TraitDocument(type ?? ValueType.String, category, Format(fields["format"], name, type), minimum, maximum)
        {
            IsIndexed = IndexedRule.Read(fields, type),
        };
    }

    private static double? Bound(Node? bound, string trait, ValueType? type)
    {
        if (bound is { } node && type is not (null or ValueType.Number))
        {
            node.Fault($"min and max bound numbers, and \"{trait}\" is a {Choice<ValueType>.Of(type.Value)}; leave it out");
            return null;
        }

        return bound?.Number("the bound");
    }

    private static string? Format(Node? format, string trait, ValueType? type)
    {
        if (format is not { } node)
        {
            return null;
        }

        if (type is not (null or ValueType.String))
        {
            node.Fault($"format is for text, and \"{trait}\" is a {Choice<ValueType>.Of(type.Value)}; leave it out");
            return null;
        }

        return node.Word("format", Formats);
    }
}
