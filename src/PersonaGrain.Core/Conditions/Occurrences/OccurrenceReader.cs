using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Catalogs.Writing;
using PersonaGrain.Conditions.Behavior;
using PersonaGrain.Documents;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Occurrences;

/// <summary>
/// Reads conditions about occurrences: <c>{ "measure": …, "where"?, "distinct"?, "count" | "sum" | "lastSeen" | …, "within"?, "during"? }</c>,
/// and <c>{ "measure": …, "where"?, "notSince": { "measure": …, "where"? }, "within"?, "olderThan"? }</c>.
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
        ["notSince"] = NotSince,
    };

    /// <summary>Reads a condition whose source is named by its property <c>measure</c> or <c>signal</c>.</summary>
    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        var kind = fields.Has("signal") ? "signal" : "measure";
        fields.Allow("a condition on a measure", [kind, "where", "distinct", .. Questions.Keys, "within", "during", "olderThan"]);
        var name = SourceReader.Name(fields, kind, parser.Names);
        var where = FilterReader.Read(fields["where"], name ?? string.Empty, parser.Names);
        var distinct = DistinctReader.Read(fields["distinct"], name ?? string.Empty, parser.Names);
        var (from, to) = During(fields["during"]);
        var within = fields["within"]?.Duration();
        var olderThan = fields["olderThan"]?.Duration();
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
            condition = Questions[question](new Question(question, fields, source, within, olderThan, parser.Names));
        }

        if (asked is [not "notSince"])
        {
            fields["olderThan"]?.Fault("olderThan stands beside notSince, or inside lastSeen or firstSeen: \"lastSeen\": { \"olderThan\": … }");
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

    private static ConditionDocument.NotSince NotSince(Question question)
    {
        var other = SourceReader.Read(question.Node, "notSince", question.Names);
        if (question.Within <= question.OlderThan)
        {
            question.Condition["olderThan"]!.Value.Fault("the last occurrence can not be younger than within and this old; write a shorter olderThan, or a longer within");
        }

        if (other is not null && Includes(other, question.Source, question.Names))
        {
            question.Node.Fault($"every \"{question.Source.Name}\" is one of these itself, so this never holds; name another signal, or filter them here");
        }

        return new(question.Source, other ?? new MeasureReference(string.Empty, []), question.Within, question.OlderThan);
    }

    /// <summary>Whether all that occurs of a measure occurs of another one with it.</summary>
    private static bool Includes(MeasureReference other, MeasureReference source, CatalogNames names)
    {
        if (other.Name == source.Name)
        {
            return (source.Distinct ?? names.Distincts.GetValueOrDefault(source.Name)) == names.Distincts.GetValueOrDefault(other.Name)
                ? other.Where.Count == 0 || FilterText(other) == FilterText(source)
                : other.Where.Count == 0 && names.Distincts.GetValueOrDefault(other.Name) is null;
        }

        return other.Where.Count == 0 && names.Distincts.GetValueOrDefault(other.Name) is null && names.Measures.GetValueOrDefault(source.Name) == other.Name;
    }

    private static string FilterText(MeasureReference source) =>
        ConditionWriter.Text(new ConditionDocument.Seen(new MeasureReference(source.Name, source.Where), First: false, TimeSpan.FromDays(1), null));

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
