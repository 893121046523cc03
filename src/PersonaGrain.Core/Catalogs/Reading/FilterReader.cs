using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a <c>where</c>: attributes, and the tests that each must pass.</summary>
internal static class FilterReader
{
    internal static List<AttributeFilter> Read(Node? where, string measure, CatalogNames names)
    {
        var filters = new List<AttributeFilter>();
        if (where is not { } node)
        {
            return filters;
        }

        foreach (var (attribute, value) in Fields.Of(node, "where").All)
        {
            NameRule.CheckField(attribute, value);
            if (ElementReader.IsOne(value))
            {
                var one = Fields.Of(value, "a test of one object").WithoutNulls();
                one.Allow("a test of one object", "any");
                filters.Add(new AttributeFilter(attribute, []) { Any = ElementReader.Read(one["any"]!.Value) });
                continue;
            }

            var rule = OperandRule.Value($"the attribute \"{attribute}\"", names.AttributeType(measure, attribute));
            filters.Add(new AttributeFilter(attribute, ValueTestReader.ReadShort(value, rule)));
        }

        return filters;
    }
}
