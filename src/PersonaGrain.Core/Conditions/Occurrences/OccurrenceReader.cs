using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Conditions.Behavior;
using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Occurrences;

/// <summary>
/// Reads conditions about occurrences: <c>{ "measure": …, "where"?, "distinct"?, "count" | "sum" | "lastSeen" | …, "within"?, "during"? }</c>.
/// </summary>
internal static class OccurrenceReader
{
    // What may be asked of a measure, in the order in which messages list it.
    private static readonly OrderedDictionary<string, Func<Question, ConditionDocument>> Questions = new()
    {
        ["count"] = Count,
        ["sum"] = Sum,
        ["lastSeen"] = Seen,
        ["firstSeen"] = Seen,
        ["regularly"] = BehaviorReader.Regularly,
        ["stopped"] = BehaviorReader.Stopped,
        ["restarted"] = BehaviorReader.Restarted,
    };

    /// <summary>Reads a condition whose source is named by its property <c>measure</c> or <c>signal</c>.</summary>
    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        var kind = fields.Has("signal") ? "signal" : "measure";
        fields.Allow("a condition on a measure", [kind, "where", "distinct", .. Questions.Keys, "within", "during"]);
        var name = Source(fields, kind, parser.Names);
        var where = FilterReader.Read(fields["where"], name ?? string.Empty, parser.Names);
        var distinct = DistinctReader.Read(fields["distinct"], name ?? string.Empty, parser.Names);
        var (from, to) = During(fields["during"]);
        var within = fields["within"]?.Duration();
        string[] asked = [.. Questions.Keys.Where(fields.Has)];
        if (asked.Length != 1)
        {
            fields.Node.Fault(asked.Length == 0
                ? $"say what is asked of \"{name}\": one of {string.Join(", ", Questions.Keys)}, such as \"count\": {{ \"atLeast\": 1 }}"
                : $"ask one of {string.Join(", ", asked)}; join several conditions with \"all\": [ … ]");
        }

        ConditionDocument? condition = null;
        var source = new MeasureReference(name ?? string.Empty, where, from, to, distinct);
        foreach (var question in asked)
        {
            condition = Questions[question](new Question(question, fields, source, within));
        }

        return name is null ? null : condition;
    }

    private static ConditionDocument.Count Count(Question question) => new(
        question.Source,
        ValueTestReader.ReadObject(question.Node, OperandRule.Count, "count, such as { \"atLeast\": 3 },"),
        question.Within);

    private static ConditionDocument.Sum Sum(Question question) => new(
        question.Source,
        ValueTestReader.ReadObject(question.Node, OperandRule.Sum, "sum, such as { \"above\": 100 },"),
        question.Within);

    private static ConditionDocument.Seen Seen(Question question)
    {
        var name = question.Name;
        question.FaultOuterWithin();
        var ages = Fields.Of(question.Node, name, "within", "olderThan").WithoutNulls();
        if (question.Node.Kind == JsonValueKind.Object && ages.All.Count == 0)
        {
            question.Node.Fault($"{name} needs within or olderThan, such as {{ \"olderThan\": \"90d\" }}");
        }

        return new ConditionDocument.Seen(question.Source, name == "firstSeen", ages["within"]?.Duration(), ages["olderThan"]?.Duration());
    }

    private static string? Source(Fields fields, string kind, CatalogNames names)
    {
        var node = fields[kind]!.Value;
        var name = node.Text($"the {kind}'s name");
        if (name is null || (kind == "signal" ? names.IsSignal(name) : names.IsMeasure(name)))
        {
            return name;
        }

        var hint = fields.Hint(name, kind == "signal" ? names.SignalNames : names.MeasureNames);
        node.Fault(kind == "signal" && names.Measures.ContainsKey(name)
            ? $"\"{name}\" is a measure; write \"measure\": \"{name}\""
            : $"there is no {kind} of this name{hint}; declare it or use one that is");
        return null;
    }

    private static (Instant? From, Instant? To) During(Node? during)
    {
        if (during is not { } node)
        {
            return default;
        }

        var range = Fields.Of(node, "during", "from", "to").WithoutNulls();
        var from = range["from"]?.Date()?.Start;
        var to = range["to"]?.Date()?.Last;
        if (node.Kind == JsonValueKind.Object && range.All.Count == 0)
        {
            node.Fault("during needs from, to or both");
        }

        if (from > to)
        {
            node.Fault("from is later than to, so nothing lies in between; swap them");
        }

        return (from, to);
    }
}
