using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a score.</summary>
/// <param name="names">What there is.</param>
/// <param name="isOfAccounts">Whether it is one of accounts.</param>
internal sealed class ScoreReader(CatalogNames names, bool isOfAccounts)
{
    private readonly HashSet<string> _outcomes = names.Signals.Values.Select(static signal => signal.Outcome).OfType<string>().ToHashSet();

    internal ScoreDocument Read(string name, Node node)
    {
        var fields = Fields.Of(node, $"the score {name}", "outcome", "horizon", "relevance", "weights", "context", "correlations", IndexedRule.Word, SimilarityReader.Word, "by", "measures").WithoutNulls();
        var outcome = OutcomeReader.Word(fields["outcome"]);
        if (outcome is not null && !_outcomes.Contains(outcome))
        {
            fields["outcome"]!.Value.Fault($"no signal has this outcome{fields.Hint(outcome, _outcomes)}; write \"outcome\": \"{outcome}\" on the signal that stands for it");
        }

        var similarity = new SimilarityReader(names, isOfAccounts).Read(fields);
        var weights = similarity is null ? new ScoreWeightsReader(names, isOfAccounts).Read(fields) : new ScoreWeights([], [], LearnsAll: false);
        return new ScoreDocument(
            outcome,
            fields["relevance"] is { } relevance ? RelevanceReader.Read(relevance) : RelevanceDocument.Default,
            weights.Numbers,
            fields["context"] is { } context ? [.. context.Items("context").Select(Context)] : [],
            similarity is null && fields["correlations"] is { } correlations ? Correlations(correlations, weights) : [])
        {
            Horizon = Horizon(fields) ?? ScoreDocument.DefaultHorizon,
            Learned = weights.Learned,
            LearnsAll = weights.LearnsAll,
            Similarity = similarity,
            IsIndexed = IndexedRule.Read(fields),
        };
    }

    private static TimeSpan? Horizon(Fields fields)
    {
        if (fields["horizon"] is not { } node)
        {
            return null;
        }

        if (!fields.Has("outcome") && !fields.Has(SimilarityReader.Word))
        {
            node.Fault("the horizon is how long after something the outcome still counts, and this score has no outcome; write one, or leave the horizon out");
        }

        var horizon = node.Duration();
        if (horizon < CatalogLimits.ShortestHorizon || horizon > CatalogLimits.LongestHorizon)
        {
            node.Fault("a horizon is from 1m to 365d long");
        }

        return horizon;
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

    private Dictionary<string, double> Correlations(Node node, ScoreWeights weights)
    {
        var correlations = new Dictionary<string, double>();
        foreach (var (measure, value) in Fields.Of(node, "correlations").All)
        {
            if (!(weights.LearnsAll ? names.IsMeasure(measure) : weights.Names.Contains(measure)))
            {
                var hint = node.Faults.SuggestsNames ? NearName.Hint(measure, weights.LearnsAll ? names.MeasureNames : weights.Names) : string.Empty;
                value.Fault($"this score gives no weight to a measure of this name{hint}; a correlation counts only beside a weight");
            }

            correlations.Add(measure, value.Number("a correlation", -1, 1) ?? 0);
        }

        return correlations;
    }
}
