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
        var fields = Fields.Of(node, "a measure", "signal", "where", "distinct", "halfLife").WithoutNulls();
        var signal = Signal(fields, names);
        if (names.IsSignal(name) && signal is not null && (signal != name || fields.Has("where")))
        {
            node.Fault($"\"{name}\" is a signal type, and every signal type is a measure of its own name; name this measure otherwise");
        }

        return new MeasureDocument(
            signal ?? string.Empty,
            FilterReader.Read(fields["where"], name, names),
            fields["halfLife"]?.Duration() ?? MeasureDocument.DefaultHalfLife,
            DistinctReader.Read(fields["distinct"], name, names));
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
