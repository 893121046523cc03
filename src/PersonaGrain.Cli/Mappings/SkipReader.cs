using System.Text.Json;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads which lines to pass over: <c>{ "column": …, "empty": true }</c>, or with <c>is</c>, <c>isNot</c> or <c>startsWith</c>.</summary>
internal static class SkipReader
{
    private static readonly (string Name, SkipTest Test)[] Comparisons =
        [("is", SkipTest.Is), ("isNot", SkipTest.IsNot), ("startsWith", SkipTest.StartsWith)];

    /// <summary>The words for comparisons.</summary>
    public static IEnumerable<string> ComparisonNames => Comparisons.Select(static comparison => comparison.Name);

    public static SkipRule Read(Node node)
    {
        var fields = Fields.Of(node, "a rule", "column", "empty", "is", "isNot", "startsWith");
        var column = MappingText.Required(fields, "column", "the column to look at");
        var rules = new List<SkipRule>();
        if (fields.Optional("empty")?.Truth("empty") == true)
        {
            rules.Add(new SkipRule(column, SkipTest.Empty, string.Empty));
        }

        foreach (var (name, test) in Comparisons)
        {
            if (fields.Optional(name) is { } operand)
            {
                rules.Add(new SkipRule(column, test, MappingText.Of(operand, "a text to compare with")));
            }
        }

        if (rules.Count != 1 && node.Kind == JsonValueKind.Object)
        {
            node.Fault("one test is needed: an object such as { \"column\": \"customer\", \"empty\": true }, or with is, isNot or startsWith");
        }

        return rules.Count > 0 ? rules[0] : new SkipRule(column, SkipTest.Empty, string.Empty);
    }
}
