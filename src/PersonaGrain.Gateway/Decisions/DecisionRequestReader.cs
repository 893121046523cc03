using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;

namespace PersonaGrain.Gateway.Decisions;

/// <summary>
/// Reads a decision request: <c>{"contents":[{"id","when"?,"interests"?:[…],"filters"?:[{"when","points"?}],
/// "scoreWeights"?:{score:weight},"base"?}],"threshold"?,"fallback"?,"control"?:{"name","percentage"},"interestTrait"?}</c>.
/// </summary>
/// <remarks>Conditions are those of a catalog. Every fault is noted at once, with its path.</remarks>
internal static class DecisionRequestReader
{
    /// <summary>The most contents of one request.</summary>
    internal const int MaximumContents = 1_000;

    /// <summary>Reads a request; null where a fault was noted.</summary>
    internal static DecisionRequest? Read(JsonElement root, CatalogDocument catalog, IList<CatalogFault> faults)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new CatalogFault("$", DecisionFields.Shorten(root), "send a JSON object with contents"));
            return null;
        }

        var fields = new DecisionFields(root, "$", faults);
        var contents = Contents(fields, catalog, faults);
        var request = new DecisionRequest
        {
            Contents = contents,
            Threshold = fields.Number("threshold"),
            Fallback = fields.Text("fallback"),
            Control = Control(fields, faults),
            InterestTrait = fields.Text("interestTrait") ?? "interests",
        };
        fields.RefuseOthers();
        return faults.Count == 0 ? request : null;
    }

    private static List<Content> Contents(DecisionFields fields, CatalogDocument catalog, IList<CatalogFault> faults)
    {
        if (fields.Raw("contents") is var raw && raw.ValueKind == JsonValueKind.Undefined)
        {
            fields.Fault("contents", raw, "send the list of contents to rank");
            return [];
        }

        if (raw.ValueKind == JsonValueKind.Array && raw.GetArrayLength() > MaximumContents)
        {
            faults.Add(new CatalogFault(fields.PathOf("contents"), null, $"there are {raw.GetArrayLength()} contents; at most {MaximumContents} are ranked at once"));
            return [];
        }

        var contents = new List<Content>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, path) in fields.List("contents"))
        {
            if (DecisionContentReader.Read(item, path, catalog, faults) is not { } content)
            {
                continue;
            }

            contents.Add(content);
            if (!ids.Add(content.Id))
            {
                faults.Add(new CatalogFault(path + ".id", content.Id, "this id stands twice; ids tell contents apart"));
            }
        }

        return contents;
    }

    private static ControlGroup? Control(DecisionFields fields, IList<CatalogFault> faults)
    {
        var raw = fields.Raw("control");
        if (raw.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (raw.ValueKind != JsonValueKind.Object)
        {
            fields.Fault("control", raw, "send {\"name\":…,\"percentage\":…}");
            return null;
        }

        var control = new DecisionFields(raw, fields.PathOf("control"), faults);
        var name = control.Text("name");
        var percentage = control.Number("percentage");
        control.RefuseOthers();
        if (string.IsNullOrWhiteSpace(name))
        {
            control.Fault("name", default, "name the experiment; the group is a function of profile and name");
        }

        if (percentage is not (>= 0 and <= 100))
        {
            control.Fault("percentage", control.Raw("percentage"), "send a number from 0 to 100");
        }

        return new ControlGroup(name ?? string.Empty, percentage ?? 0);
    }
}
