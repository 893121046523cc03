using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Conditions.Traits;

/// <summary>Reads conditions about a trait: <c>{ "trait": …, "is": … }</c>, and <c>"within"</c> or <c>"olderThan"</c> for a date.</summary>
internal static class TraitConditionReader
{
    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        var node = fields["trait"]!.Value;
        if (node.Text("the trait's name") is not { } name)
        {
            return null;
        }

        NameRule.CheckField(name, node);
        var type = parser.Names.Traits.TryGetValue(name, out var declared) ? declared.Type : (ValueType?)null;
        var tests = ValueTestReader.Read(fields, OperandRule.Value($"the trait \"{name}\"", type), "trait", "within", "olderThan");
        var within = Age(fields["within"], name, type);
        var olderThan = Age(fields["olderThan"], name, type);
        if (fields.All.Count == 1)
        {
            fields.Node.Fault($"say how the trait is tested: {ValueTestReader.Names(OperandRule.Value(name, type))}, within or olderThan");
        }

        return new ConditionDocument.Trait(name, tests, within, olderThan);
    }

    private static TimeSpan? Age(Node? node, string name, ValueType? type)
    {
        if (node is { } found && type is not (null or ValueType.Date))
        {
            var declared = type.ToString()!.ToLowerInvariant();
            found.Fault($"within and olderThan test dates, and the trait \"{name}\" is declared as {declared}; declare it as date");
            return null;
        }

        return node?.Duration();
    }
}
