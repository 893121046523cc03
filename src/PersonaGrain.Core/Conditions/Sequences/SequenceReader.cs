using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Conditions.Occurrences;
using PersonaGrain.Documents;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Conditions.Sequences;

/// <summary>
/// Reads sequences: <c>{ "sequence": [ { "signal": …, "where"? }, … ], "within": …, "without"?: { "signal": … }, "equal"?: attribute,
/// "completed": { "within": … }, "count"?: …, "keep"? }</c>.
/// </summary>
internal static class SequenceReader
{
    private const string CompletedAdvice = "say how long ago the last step may be, such as { \"within\": \"7d\" }";

    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        fields.Allow("a sequence", "sequence", "within", "without", "equal", "completed", "count", "keep");
        var names = parser.Names;
        var equal = Equal(fields["equal"]);
        var steps = Steps(fields["sequence"]!.Value, equal, names);
        var least = Math.Clamp(steps.Count, 2, CatalogLimits.SequenceSteps);
        var without = fields["without"] is { } other ? SourceReader.Read(other, "without", names) : null;
        if (without is { Where.Count: 0 } && steps.Skip(1).SkipLast(1).Any(step => step.Name == without.Name))
        {
            fields["without"]!.Value.Fault($"\"{without.Name}\" is a step between the first and the last, so this never holds; give without a filter, or leave it out");
        }

        if (without is not null)
        {
            CheckDistinct(without.Name, fields["without"]!.Value, equal, names);
        }

        var within = Bounded(fields.Required("within", "say how long it takes at most from the first step to the last, such as \"2h\""));
        var completed = Completed(fields);
        var tests = fields["count"] is { } asked ? ValueTestReader.ReadObject(asked, OperandRule.Count, "count, such as { \"atLeast\": 2 },") : [];
        var keep = fields["keep"] is { } kept ? (int?)kept.Number("keep", least, CatalogLimits.SequenceKeep, whole: true) : null;
        return new ConditionDocument.Sequence(steps, within, completed)
        {
            Without = without,
            Equal = equal,
            Tests = tests,
            Keep = keep ?? ConditionDocument.Sequence.DefaultKeep,
        };
    }

    private static List<MeasureReference> Steps(Node node, string? equal, CatalogNames names)
    {
        var items = node.Items("the steps of a sequence");
        if (node.Kind == JsonValueKind.Array && items.Count is < 2 or > CatalogLimits.SequenceSteps)
        {
            node.Fault($"a sequence has 2 to {CatalogLimits.SequenceSteps} steps; there are {items.Count}");
        }

        var steps = new List<MeasureReference>();
        foreach (var item in items)
        {
            if (SourceReader.Read(item, "a step", names) is { } step)
            {
                CheckEqual(step.Name, item, equal, names);
                steps.Add(step);
            }
        }

        return steps;
    }

    private static void CheckEqual(string source, Node step, string? equal, CatalogNames names)
    {
        if (equal is null)
        {
            return;
        }

        CheckDistinct(source, step, equal, names);
        if (names.Triggers.Contains(names.Measures.GetValueOrDefault(source) ?? source))
        {
            step.Fault($"what a trigger emits has no attributes, and so no \"{equal}\" that could be equal; leave the step or \"equal\" out");
        }
        else if (names.AttributeType(source, equal) == ValueType.List)
        {
            step.Fault($"\"{equal}\" is declared as list here; name an attribute of one value in \"equal\"");
        }
    }

    /// <summary>Refuses what counts once for each value of another attribute: which of two of one instant an earlier one replaces would not be known.</summary>
    private static void CheckDistinct(string source, Node node, string? equal, CatalogNames names)
    {
        if (equal is not null && names.Distincts.GetValueOrDefault(source) is { } distinct && distinct != equal)
        {
            node.Fault($"\"{source}\" counts each \"{distinct}\" once, so \"{equal}\" can not be what is equal; name \"{distinct}\" in \"equal\", or a measure without \"distinct\" here");
        }
    }

    private static string? Equal(Node? equal) =>
        equal is { } node && node.Text("the attribute that is equal in all steps") is { } attribute ? NameRule.Field(attribute, node) : null;

    private static TimeSpan Completed(Fields fields)
    {
        if (fields.Required("completed", CompletedAdvice) is not { } node)
        {
            return CatalogLimits.SequenceWithin;
        }

        var completed = Fields.Of(node, "completed", "within").WithoutNulls();
        return node.Kind == JsonValueKind.Object ? Bounded(completed.Required("within", CompletedAdvice)) : CatalogLimits.SequenceWithin;
    }

    /// <summary>A duration that a profile can be made to keep signals for.</summary>
    private static TimeSpan Bounded(Node? node)
    {
        if (node?.Duration() is not { } duration)
        {
            return CatalogLimits.SequenceWithin;
        }

        if (duration > CatalogLimits.SequenceWithin)
        {
            node.Value.Fault($"a profile keeps the signals of a sequence for as long; write at most \"{DurationText.Format(CatalogLimits.SequenceWithin)}\"");
        }

        return duration;
    }
}
