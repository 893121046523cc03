using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a score.</summary>
internal sealed class ScoreReader(CatalogNames names)
{
    private readonly HashSet<string> _outcomes = names.Signals.Values.Select(static signal => signal.Outcome).OfType<string>().ToHashSet();

    internal ScoreDocument Read(string name, Node node)
    {
        var fields = Fields.Of(node, $"the score {name}", "outcome", "relevance", "weights", "context", "correlations", IndexedRule.Word).WithoutNulls();
        var outcome = OutcomeReader.Word(fields["outcome"]);
        if (outcome is not null && !_outcomes.Contains(outcome))
        {
            fields["outcome"]!.Value.Fault($"no signal has this outcome{fields.Hint(outcome, _outcomes)}; write \"outcome\": \"{outcome}\" on the signal that stands for it");
        }

        var weights = Weights(fields);
        return new ScoreDocument(
            outcome,
            fields["relevance"] is { } relevance ? RelevanceReader.Read(relevance) : RelevanceDocument.Default,
            weights,
            fields["context"] is { } context ? [.. context.Items("context").Select(Context)] : [],
            fields["correlations"] is { } correlations ? Correlations(correlations, weights) : [])
        {
            IsIndexed = IndexedRule.Read(fields),
        };
    }

    private Dictionary<string, double> Weights(Fields fields)
    {
        var weights = new Dictionary<string, double>();
        if (fields.Required("weights", "give measures or signal types their weights, such as { \"cart_added\": 5 }") is not { } node)
        {
            return weights;
        }

        var faults = node.Faults.Count;
        foreach (var (measure, value) in Fields.Of(node, "weights").All)
        {
            if (!names.IsMeasure(measure))
            {
                value.Fault(ReferenceReader.Unknown(node.Faults, "measure or signal", measure, names.MeasureNames));
            }

            weights.Add(measure, value.Number("a weight", -CatalogLimits.Weight, CatalogLimits.Weight) ?? 0);
        }

        if (node.Faults.Count == faults && weights.Values.All(static weight => weight == 0))
        {
            node.Fault("every weight is 0, so the score would always be 0; give one measure a weight");
        }

        return weights;
    }

    private ContextDocument Context(Node node)
    {
        var fields = Fields.Of(node, "a context addition", "when", "add").WithoutNulls();
        var when = fields.Required("when", "write the condition under which the points are added");
        var add = fields.Required("add", "write how many points are added");
        return new ContextDocument(
            when is { } condition ? new ConditionParser(names).Read(condition) : new ConditionDocument.All([]),
            add?.Number("add", -CatalogLimits.Weight, CatalogLimits.Weight) ?? 0);
    }

    private static Dictionary<string, double> Correlations(Node node, Dictionary<string, double> weights)
    {
        var correlations = new Dictionary<string, double>();
        foreach (var (measure, value) in Fields.Of(node, "correlations").All)
        {
            if (!weights.ContainsKey(measure))
            {
                var hint = node.Faults.SuggestsNames ? NearName.Hint(measure, weights.Keys) : string.Empty;
                value.Fault($"this score gives no weight to a measure of this name{hint}; a correlation counts only beside a weight");
            }

            correlations.Add(measure, value.Number("a correlation", -1, 1) ?? 0);
        }

        return correlations;
    }
}
