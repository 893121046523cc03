using System.Text.Json;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a named measure.</summary>
internal static class MeasureReader
{
    /// <summary>The signal type that a measure says it takes, before it is checked; null where it can not be read.</summary>
    internal static string? SignalOf(Node node) =>
        node.Member("signal") is { ValueKind: JsonValueKind.String } signal && Node.TryText(signal, out var text) ? text : null;

    internal static MeasureDocument Read(string name, Node node, CatalogNames names)
    {
        var fields = Fields.Of(node, "a measure", "signal", "where", "distinct", "by", "saturation", "halfLife").WithoutNulls();
        var signal = Signal(fields, names);
        if (names.IsSignal(name) && signal is not null && (signal != name || fields.Has("where")))
        {
            node.Fault($"\"{name}\" is a signal type, and every signal type is a measure of its own name; name this measure otherwise");
        }

        return new MeasureDocument(
            signal ?? string.Empty,
            FilterReader.Read(fields["where"], name, names),
            fields["halfLife"]?.Duration() ?? MeasureDocument.DefaultHalfLife,
            DistinctReader.Read(fields["distinct"], name, names),
            By(fields["by"], name, names),
            Saturation(fields));
    }

    private static string? By(Node? by, string measure, CatalogNames names)
    {
        if (by is not { } node || node.Text("\"value\", or the attribute that holds a number") is not { } weight)
        {
            return null;
        }

        weight = NameRule.Field(weight, node);
        if (names.Triggers.Contains(names.Measures.GetValueOrDefault(measure) ?? measure))
        {
            node.Fault("what a trigger emits has no value and no attributes; leave it out");
        }
        else if (weight != MeasureDocument.ByValue && names.AttributeType(measure, weight) is { } type and not ValueType.Number)
        {
            node.Fault($"the attribute \"{weight}\" is declared as {Choice<ValueType>.Of(type)}; what a measure is by is a number");
        }

        return weight;
    }

    private static double? Saturation(Fields fields)
    {
        if (fields["saturation"] is { } node)
        {
            return node.Number("saturation", CatalogLimits.LeastSaturation, CatalogLimits.Saturation);
        }

        if (fields["by"] is { } by)
        {
            by.Fault("a score must know how much is much; write as \"saturation\" the decayed sum that has half of its effect, such as \"saturation\": 300");
        }

        return null;
    }

    private static string? Signal(Fields fields, CatalogNames names)
    {
        if (fields.Required("signal", "name the signal type whose occurrences it takes") is not { } node)
        {
            return null;
        }

        return ReferenceReader.Read(node, "signal", names.IsSignal, names.SignalNames);
    }
}
