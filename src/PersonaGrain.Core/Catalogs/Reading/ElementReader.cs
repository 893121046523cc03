using System.Text.Json;
using PersonaGrain.Conditions;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads what one object of a list must pass: <c>{ "any": { "color": "red", "price": { "below": 20 } } }</c>.</summary>
internal static class ElementReader
{
    /// <summary>Whether a test is one of the objects of a list.</summary>
    internal static bool IsOne(Node node) =>
        node.Member("any").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The members and the tests that each must pass.</summary>
    internal static List<AttributeFilter> Read(Node any)
    {
        var members = new List<AttributeFilter>();
        var fields = Fields.Of(any, "any, the members that one object must have, such as { \"color\": \"red\" },");
        if (any.Kind == JsonValueKind.Object && fields.All.Count is 0 or > ElementTester.MaximumMembers)
        {
            any.Fault($"any tests 1 to {ElementTester.MaximumMembers} members of an object, such as {{ \"color\": \"red\" }}");
            return members;
        }

        foreach (var (member, test) in fields.All)
        {
            NameRule.CheckField(member, test);
            members.Add(new AttributeFilter(member, ValueTestReader.ReadShort(test, OperandRule.Value($"the member \"{member}\"", null))));
        }

        return members;
    }
}
