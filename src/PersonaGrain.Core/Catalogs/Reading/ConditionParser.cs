using System.Text.Json;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads conditions against the names of a catalog. A faulty part is left out of the tree, so that the rest is still checked.</summary>
internal sealed class ConditionParser(CatalogNames names)
{
    private static readonly ConditionDocument Missing = new ConditionDocument.All([]);

    private static readonly string[] Kinds = ["all", "any", "not", "measure", "signal", "trait", "score", "segment"];

    /// <summary>Reads one condition; an empty <see cref="ConditionDocument.All"/> and a fault where it is not one.</summary>
    internal ConditionDocument Read(Node node, int depth = 0)
    {
        var fields = Fields.Of(node, "a condition");
        if (node.Kind != JsonValueKind.Object)
        {
            return Missing;
        }

        // Kept well below the depth of JSON, so that the canonical form, which may nest deeper, can be read too.
        if (depth > CatalogLimits.ConditionDepth)
        {
            node.Fault($"conditions are nested deeper than {CatalogLimits.ConditionDepth}; flatten them");
            return Missing;
        }

        return Kind(fields) switch
        {
            "all" => new ConditionDocument.All(Parts(fields, "all", depth)),
            "any" => new ConditionDocument.Any(Parts(fields, "any", depth)),
            "not" => Not(fields, depth),
            "trait" => Trait(fields),
            "score" => Score(fields),
            "segment" => Segment(fields),
            { } measure => new OccurrenceReader(names).Read(fields, measure),
            null => Missing,
        };
    }

    private static string? Kind(Fields fields)
    {
        var found = Array.FindAll(Kinds, fields.Has);
        if (found.Length == 1)
        {
            return found[0];
        }

        if (found.Length > 1)
        {
            fields.Node.Fault($"a condition is one of {string.Join(", ", found)}, not several; join them with \"all\": [ … ]");
            return null;
        }

        var hints = fields.All.Select(field => (field.Value, Hint: fields.Hint(field.Key, Kinds))).Where(pair => pair.Hint.Length > 0).ToList();
        var advice = $"a condition has one of {string.Join(", ", Kinds)}";
        if (hints.Count == 0)
        {
            fields.Node.Fault(advice);
        }

        foreach (var (value, hint) in hints)
        {
            value.Fault($"there is no condition of this name{hint} {advice}");
        }

        return null;
    }

    private List<ConditionDocument> Parts(Fields fields, string kind, int depth)
    {
        fields.Allow($"\"{kind}\"", kind);
        return fields[kind]!.Value.Items(kind).ConvertAll(part => Read(part, depth + 1));
    }

    private ConditionDocument.Not Not(Fields fields, int depth)
    {
        fields.Allow("\"not\"", "not");
        return new ConditionDocument.Not(Read(fields["not"]!.Value, depth + 1));
    }

    private ConditionDocument Trait(Fields fields)
    {
        var node = fields["trait"]!.Value;
        var faults = node.Faults.Count;
        var name = node.Text("the trait's name");
        if (node.Faults.Count > faults)
        {
            return Missing;
        }

        NameRule.CheckField(name, node);
        var type = names.Traits.TryGetValue(name, out var declared) ? declared.Type : (ValueType?)null;
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
            found.Fault($"within and olderThan test dates, and the trait \"{name}\" is declared as {type.ToString()!.ToLowerInvariant()}; declare it as date");
            return null;
        }

        return node?.Duration();
    }

    private ConditionDocument Score(Fields fields)
    {
        var name = Known(fields, "score", names.Scores);
        var tests = ValueTestReader.Read(fields, OperandRule.Score, "score");
        if (fields.All.Count == 1)
        {
            fields.Node.Fault($"say how the score is compared: {ValueTestReader.Names(OperandRule.Score)}");
        }

        return name is null ? Missing : new ConditionDocument.Score(name, tests);
    }

    private ConditionDocument Segment(Fields fields)
    {
        fields.Allow("a segment condition", "segment", "is");
        var name = Known(fields, "segment", names.Segments);
        var holds = fields.Required("is", "write \"is\": true or \"is\": false")?.Truth("is");
        return name is null ? Missing : new ConditionDocument.Segment(name, holds ?? true);
    }

    private static string? Known(Fields fields, string kind, IReadOnlySet<string> known) =>
        ReferenceReader.Read(fields[kind]!.Value, kind, known.Contains, known);
}
