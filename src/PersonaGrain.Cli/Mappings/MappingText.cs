using System.Text.Json;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads the texts of a mapping, most of them names of columns. None may be empty; after a fault it is.</summary>
internal static class MappingText
{
    /// <summary>The text of a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="what">What is to be written there.</param>
    public static string Of(Node node, string what) => node.Text(what, ifEmpty: $"it is empty; write {what}") ?? string.Empty;

    /// <summary>The text of a value that may be an object instead; null where it is one.</summary>
    public static string? UnlessObject(Node node, string what)
    {
        if (node.Kind is JsonValueKind.Object or JsonValueKind.String)
        {
            return node.Kind == JsonValueKind.Object ? null : Of(node, what);
        }

        node.Fault($"write {what}");
        return string.Empty;
    }

    /// <summary>A text that must be there.</summary>
    public static string Required(Fields fields, string name, string what) =>
        fields.Required(name, $"write {what}") is { } node ? Of(node, what) : string.Empty;

    /// <summary>A list of columns; empty where it is absent.</summary>
    public static IReadOnlyList<string> Columns(Fields fields, string name, string what) =>
        fields.Optional(name) is { } node ? [.. node.Items(what).Select(static item => Of(item, "the name of a column"))] : [];

    /// <summary>A list of columns that must be there and name at least one.</summary>
    public static IReadOnlyList<string> RequiredColumns(Fields fields, string name, string what)
    {
        var columns = Columns(fields, name, what);
        if (fields.Required(name, $"name {what}") is { Kind: JsonValueKind.Array or JsonValueKind.Null } node && columns.Count == 0)
        {
            node.Fault($"name {what}");
        }

        return columns;
    }
}
