using System.Text.Json;
using PersonaGrain.Conditions.Accounts;
using PersonaGrain.Conditions.Logic;
using PersonaGrain.Conditions.Occurrences;
using PersonaGrain.Conditions.Scores;
using PersonaGrain.Conditions.Segments;
using PersonaGrain.Conditions.Sequences;
using PersonaGrain.Conditions.Traits;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads conditions against the names of a catalog. A faulty part is left out of the tree, so that the rest is still checked.</summary>
/// <param name="names">The names that conditions may use.</param>
/// <param name="depth">In how many conditions the one to read stands.</param>
internal sealed class ConditionParser(CatalogNames names, int depth = 0)
{
    private static readonly ConditionDocument Missing = new ConditionDocument.All([]);

    // Who reads a condition, by the property that tells its form, in the order in which messages list them. Null after a fault.
    private static readonly OrderedDictionary<string, Func<Fields, ConditionParser, ConditionDocument?>> Forms = new()
    {
        ["all"] = LogicalReader.All,
        ["any"] = LogicalReader.Any,
        ["not"] = LogicalReader.Not,
        ["measure"] = OccurrenceReader.Read,
        ["signal"] = OccurrenceReader.Read,
        ["sequence"] = SequenceReader.Read,
        ["trait"] = TraitConditionReader.Read,
        ["score"] = ScoreConditionReader.Read,
        ["segment"] = SegmentConditionReader.Read,
        ["account"] = AccountConditionReader.Read,
    };

    /// <summary>The names that conditions may use.</summary>
    internal CatalogNames Names => names;

    /// <summary>Reads one condition; an empty <see cref="ConditionDocument.All"/> and a fault where it is not one.</summary>
    internal ConditionDocument Read(Node node)
    {
        var fields = Fields.Of(node, "a condition").WithoutNulls();
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

        return Form(fields) is { } form ? Forms[form](fields, this) ?? Missing : Missing;
    }

    /// <summary>Reads a condition that stands in the one being read.</summary>
    internal ConditionDocument ReadPart(Node node) => new ConditionParser(names, depth + 1).Read(node);

    private static string? Form(Fields fields)
    {
        string[] found = [.. Forms.Keys.Where(fields.Has)];
        if (found.Length == 1)
        {
            return found[0];
        }

        // Beside a trait, any tests one object of a list.
        if (found is ["any", "trait"] && fields["any"]!.Value.Kind == JsonValueKind.Object)
        {
            return "trait";
        }

        if (found.Length > 1)
        {
            fields.Node.Fault($"a condition is one of {string.Join(", ", found)}, not several; join them with \"all\": [ … ]");
            return null;
        }

        var hints = fields.All.Select(field => (field.Value, Hint: fields.Hint(field.Key, Forms.Keys))).Where(pair => pair.Hint.Length > 0).ToList();
        var advice = $"a condition has one of {string.Join(", ", Forms.Keys)}";
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
}
