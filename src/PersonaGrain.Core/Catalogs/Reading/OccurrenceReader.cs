using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads conditions about occurrences: <c>{ "measure": …, "where"?, "count" | "sum" | "lastSeen" | "firstSeen", "within"?, "during"? }</c>.</summary>
internal sealed class OccurrenceReader(CatalogNames names)
{
    private static readonly ConditionDocument Missing = new ConditionDocument.All([]);

    private static readonly string[] Questions = ["count", "sum", "lastSeen", "firstSeen"];

    /// <summary>Reads a condition whose source is named by a measure or a signal.</summary>
    /// <param name="fields">The condition.</param>
    /// <param name="kind"><c>measure</c> or <c>signal</c>: the property that names the source.</param>
    internal ConditionDocument Read(Fields fields, string kind)
    {
        fields.Allow("a condition on a measure", kind, "where", "count", "sum", "lastSeen", "firstSeen", "within", "during");
        var name = Source(fields, kind);
        var where = FilterReader.Read(fields["where"], name ?? string.Empty, names);
        var (from, to) = During(fields["during"]);
        var within = fields["within"]?.Duration();
        var asked = Array.FindAll(Questions, fields.Has);
        if (asked.Length != 1)
        {
            fields.Node.Fault(asked.Length == 0
                ? $"say what is asked of \"{name}\": one of {string.Join(", ", Questions)}, such as \"count\": {{ \"atLeast\": 1 }}"
                : $"ask one of {string.Join(", ", asked)}; join several conditions with \"all\": [ … ]");
        }

        ConditionDocument? condition = null;
        var source = new MeasureReference(name ?? string.Empty, where, from, to);
        foreach (var question in asked)
        {
            condition = Question(fields, question, source, within);
        }

        return name is null || condition is null ? Missing : condition;
    }

    private static ConditionDocument Question(Fields fields, string question, MeasureReference source, TimeSpan? within)
    {
        var node = fields[question]!.Value;
        switch (question)
        {
            case "count":
                return new ConditionDocument.Count(source, ValueTestReader.ReadObject(node, OperandRule.Count, "count, such as { \"atLeast\": 3 },"), within);
            case "sum":
                return new ConditionDocument.Sum(source, ValueTestReader.ReadObject(node, OperandRule.Sum, "sum, such as { \"above\": 100 },"), within);
            default:
                if (fields["within"] is { } misplaced)
                {
                    misplaced.Fault($"within stands inside {question}: \"{question}\": {{ \"within\": … }}");
                }

                return Seen(node, question, source);
        }
    }

    private static ConditionDocument.Seen Seen(Node node, string question, MeasureReference source)
    {
        var ages = Fields.Of(node, question, "within", "olderThan");
        if (node.Kind == System.Text.Json.JsonValueKind.Object && ages.All.Count == 0)
        {
            node.Fault($"{question} needs within or olderThan, such as {{ \"olderThan\": \"90d\" }}");
        }

        return new ConditionDocument.Seen(source, question == "firstSeen", ages["within"]?.Duration(), ages["olderThan"]?.Duration());
    }

    private string? Source(Fields fields, string kind)
    {
        var node = fields[kind]!.Value;
        var faults = node.Faults.Count;
        var name = node.Text($"the {kind}'s name");
        if (node.Faults.Count > faults)
        {
            return null;
        }

        if (kind == "signal" ? names.IsSignal(name) : names.IsMeasure(name))
        {
            return name;
        }

        node.Fault(kind == "signal" && names.Measures.ContainsKey(name)
            ? $"\"{name}\" is a measure; write \"measure\": \"{name}\""
            : $"there is no {kind} of this name{fields.Hint(name, kind == "signal" ? names.SignalNames : names.MeasureNames)}; declare it or use one that is");
        return null;
    }

    private static (Instant? From, Instant? To) During(Node? during)
    {
        if (during is not { } node)
        {
            return default;
        }

        var range = Fields.Of(node, "during", "from", "to");
        var from = range["from"]?.Time();
        var to = range["to"]?.Time();
        if (node.Kind == System.Text.Json.JsonValueKind.Object && range.All.Count == 0)
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
