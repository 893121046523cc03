using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a <c>distinct</c>: the attribute of which each value counts once.</summary>
internal static class DistinctReader
{
    /// <summary>The attribute; null where nothing is written, or with a fault.</summary>
    internal static string? Read(Node? distinct, string measure, CatalogNames names)
    {
        if (distinct is not { } node || node.Text("the attribute of which each value counts once") is not { } attribute)
        {
            return null;
        }

        attribute = NameRule.Field(attribute, node);
        if (names.Triggers.Contains(names.Measures.GetValueOrDefault(measure) ?? measure))
        {
            node.Fault("what a trigger emits has no attributes, and each firing counts; leave it out");
        }

        return attribute;
    }
}
