using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Documents;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>
/// Reads a decision request: <c>{"contents":[{"id","when"?,"interests"?:[…],"filters"?:[{"when","points"?}],
/// "scoreWeights"?:{score:weight},"base"?}],"threshold"?,"fallback"?,"control"?:{"name","percentage"},"interestTrait"?}</c>.
/// </summary>
/// <remarks>Conditions are those of a catalog; null is the same as nothing. Every fault is noted at once, with its path.</remarks>
internal static class DecisionRequestReader
{
    /// <summary>The most contents of one request.</summary>
    internal const int MaximumContents = 1_000;

    /// <summary>Reads a request; null where a fault was noted.</summary>
    internal static DecisionRequest? Read(Node root, CatalogDocument catalog)
    {
        var fields = Fields.Of(root, "the request", "contents", "threshold", "fallback", "control", "interestTrait");
        var request = new DecisionRequest
        {
            Contents = fields.Required("contents", "send the list of contents to rank") is { } contents ? Contents(contents, catalog) : [],
            Threshold = fields.Optional("threshold")?.Number("threshold"),
            Fallback = fields.Optional("fallback")?.Text("fallback"),
            Control = fields.Optional("control") is { } control ? Control(control) : null,
            InterestTrait = fields.Optional("interestTrait")?.Text("interestTrait") ?? "interests",
        };
        return root.Faults.Count == 0 ? request : null;
    }

    /// <summary>A text that is more than white space; null with a fault otherwise.</summary>
    internal static string? Name(Fields fields, string field, string advice)
    {
        if (fields.Required(field, advice) is not { } node || node.Text(field) is not { } name)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            node.Fault(advice);
            return null;
        }

        return name;
    }

    private static List<Content> Contents(Node node, CatalogDocument catalog)
    {
        if (node.Kind == JsonValueKind.Array && node.Element.GetArrayLength() > MaximumContents)
        {
            node.Fault($"there are {node.Element.GetArrayLength()} contents; at most {MaximumContents} are ranked at once");
            return [];
        }

        var contents = new List<Content>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node.Items("contents"))
        {
            if (DecisionContentReader.Read(item, catalog) is not { } content)
            {
                continue;
            }

            contents.Add(content);
            if (!ids.Add(content.Id))
            {
                node.Faults.Add(item.Path + ".id", content.Id, "this id stands twice; ids tell contents apart");
            }
        }

        return contents;
    }

    private static ControlGroup Control(Node node)
    {
        var fields = Fields.Of(node, "control", "name", "percentage");
        return new ControlGroup(
            Name(fields, "name", "name the experiment; the group is a function of profile and name") ?? string.Empty,
            fields.Required("percentage", "send a number from 0 to 100")?.Number("percentage", 0, 100) ?? 0);
    }
}
