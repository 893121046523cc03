using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Conditions.Occurrences;

/// <summary>Reads what occurs: <c>{ "signal" | "measure": name, "where"? }</c>.</summary>
internal static class SourceReader
{
    /// <summary>Reads an object that says what occurs; null with a fault where it does not.</summary>
    /// <param name="node">The object.</param>
    /// <param name="what">What it is called in messages.</param>
    /// <param name="names">The names that it may use.</param>
    internal static MeasureReference? Read(Node node, string what, CatalogNames names)
    {
        var fields = Fields.Of(node, what, "signal", "measure", "where").WithoutNulls();
        if (node.Kind != JsonValueKind.Object)
        {
            return null;
        }

        if (fields.Has("signal") == fields.Has("measure"))
        {
            node.Fault($"{what} names one signal or one measure, such as {{ \"signal\": \"order_completed\" }}");
            return null;
        }

        var name = Name(fields, fields.Has("signal") ? "signal" : "measure", names);
        var where = FilterReader.Read(fields["where"], name ?? string.Empty, names);
        return name is null ? null : new MeasureReference(name, where);
    }

    /// <summary>The name that a property <c>signal</c> or <c>measure</c> has; null with a fault where there is nothing of that name.</summary>
    internal static string? Name(Fields fields, string kind, CatalogNames names)
    {
        var node = fields[kind]!.Value;
        var name = node.Text($"the {kind}'s name");
        if (name is null || (kind == "signal" ? names.IsSignal(name) : names.IsMeasure(name)))
        {
            return name;
        }

        var hint = fields.Hint(name, kind == "signal" ? names.SignalNames : names.MeasureNames);
        node.Fault(kind == "signal" && names.Measures.ContainsKey(name)
            ? $"\"{name}\" is a measure; write \"measure\": \"{name}\""
            : $"there is no {kind} of this name{hint}; declare it or use one that is");
        return null;
    }
}
