using PersonaGrain.Documents;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a declared signal type.</summary>
internal static class SignalReader
{
    private static readonly Dictionary<string, ValueType> NoAttributes = [];

    internal static SignalDocument Read(string name, Node node)
    {
        var fields = Fields.Of(node, "a signal", "category", "attributes", "value", "outcome", "retention", "faults", "quality").WithoutNulls();
        var category = fields.Required("category", $"write one of {Choice<SignalCategory>.All}") is { } found
            ? Choice<SignalCategory>.Read(found, "category")
            : null;
        var attributes = fields["attributes"] is { } declared ? Attributes(declared) : NoAttributes;
        var value = Value(fields["value"], name, attributes);
        return new SignalDocument(
            category ?? SignalCategory.Behavioral,
            attributes,
            value,
            OutcomeReader.Word(fields["outcome"]),
            fields["retention"]?.Duration(),
            (fields["faults"] is { } faults ? Choice<FaultPolicy>.Read(faults, "what becomes of a signal with a field at fault") : null) ?? FaultPolicy.Drop)
        {
            Quality = fields["quality"] is { } quality ? QualityReader.Read(quality, attributes, value) : null,
        };
    }

    private static Dictionary<string, ValueType> Attributes(Node node)
    {
        var entries = Fields.Of(node, "attributes").All;
        if (entries.Count > CatalogLimits.Attributes)
        {
            node.Fault($"there are {entries.Count} attributes; a signal has at most {CatalogLimits.Attributes}");
        }

        var attributes = new Dictionary<string, ValueType>(entries.Count);
        foreach (var (attribute, type) in entries)
        {
            // Of two that are one in composed form the later one stands.
            attributes[NameRule.Field(attribute, type)] = Choice<ValueType>.Read(type, "an attribute's type") ?? ValueType.String;
        }

        return attributes;
    }

    private static string? Value(Node? value, string signal, Dictionary<string, ValueType> attributes)
    {
        if (value is not { } node || node.Text("the name of the attribute that holds the value") is not { } attribute)
        {
            return null;
        }

        attribute = NameRule.Field(attribute, node);
        if (attributes.TryGetValue(attribute, out var type) && type != ValueType.Number)
        {
            node.Fault($"the attribute \"{attribute}\" of {signal} is declared as {Choice<ValueType>.Of(type)}; a value is a number");
        }

        return attribute;
    }
}
