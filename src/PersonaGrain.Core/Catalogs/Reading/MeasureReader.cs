using System.Text.Json;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a named measure.</summary>
internal static class MeasureReader
{
    /// <summary>The signal type that a measure says it takes, before it is checked; null where it can not be read.</summary>
    internal static string? SignalOf(Node node) => TextOf(node, "signal");

    /// <summary>The attribute of which a measure says that each value counts once, before it is checked; null where it says none, or that can not be read.</summary>
    internal static string? DistinctOf(Node node) => TextOf(node, "distinct");

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
            By(fields, name, names),
            Saturation(fields));
    }

    private static string? TextOf(Node node, string property) =>
        node.Member(property) is { ValueKind: JsonValueKind.String } member && Node.TryText(member, out var text) ? text : null;

    private static string? By(Fields fields, string measure, CatalogNames names)
    {
        if (fields["by"] is not { } node || node.Text("\"value\", or the attribute that holds a number") is not { } weight)
        {
            return null;
        }

        weight = NameRule.Field(weight, node);
        var signal = names.Measures.GetValueOrDefault(measure) ?? measure;
        if (names.Triggers.Contains(signal))
        {
            node.Fault("what a trigger emits has no value and no attributes; leave it out");
        }
        else if (weight != MeasureDocument.ByValue && names.AttributeType(measure, weight) is { } type and not ValueType.Number)
        {
            node.Fault($"the attribute \"{weight}\" is declared as {Choice<ValueType>.Of(type)}; what a measure is by is a number");
        }
        else if (weight != MeasureDocument.ByValue && names.Signals.GetValueOrDefault(signal)?.Attributes is { Count: > 0 } attributes && !attributes.ContainsKey(weight))
        {
            node.Fault($"\"{signal}\" declares no attribute of this name{fields.Hint(weight, attributes.Keys)}; declare it as number, or name one that is");
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
