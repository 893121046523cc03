using System.Text.Json;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the <c>weights</c> of a score: numbers, and the word for those that are learned, of one measure or of all.</summary>
internal sealed class ScoreWeightsReader(CatalogNames names, bool isOfAccounts)
{
    /// <summary>The word in the place of a number, or of all weights.</summary>
    internal const string Word = "learned";

    internal ScoreWeights Read(Fields fields)
    {
        if (fields.Required("weights", "give measures or signal types their weights, such as { \"cart_added\": 5 }, or write \"learned\"") is not { } node)
        {
            return new ScoreWeights([], [], LearnsAll: false);
        }

        if (node.Kind == JsonValueKind.String)
        {
            return new ScoreWeights([], [], IsLearned(node, fields));
        }

        var (weights, learned, faults) = (new Dictionary<string, double>(), new List<string>(), node.Faults.Count);
        foreach (var (measure, value) in Fields.Of(node, "weights").All)
        {
            if (!names.IsMeasure(measure))
            {
                value.Fault(ReferenceReader.Unknown(node.Faults, "measure or signal", measure, names.MeasureNames));
            }

            if (value.Kind != JsonValueKind.String)
            {
                weights.Add(measure, value.Number("a weight", -CatalogLimits.Weight, CatalogLimits.Weight) ?? 0);
            }
            else if (IsLearned(value, fields))
            {
                learned.Add(measure);
            }
        }

        if (learned.Count > CatalogLimits.LearnedWeights)
        {
            node.Fault($"{learned.Count} weights are learned, and at most {CatalogLimits.LearnedWeights} may be; give the others a number, or leave them out");
        }

        if (node.Faults.Count == faults && learned.Count == 0 && weights.Values.All(static weight => weight == 0))
        {
            node.Fault("every weight is 0, so the score would always be 0; give one measure a weight");
        }

        return new ScoreWeights(weights, [.. learned.Order(StringComparer.Ordinal)], LearnsAll: false);
    }

    private bool IsLearned(Node node, Fields fields)
    {
        var isWord = node.Word("what is in the place of a weight", [Word]) is not null;
        if (isWord && isOfAccounts)
        {
            node.Fault("weights are learned from people, and this score is one of accounts; give it numbers");
        }
        else if (isWord && !fields.Has("outcome"))
        {
            node.Fault("weights are learned from who has the outcome, and this score has none; write \"outcome\", or give it numbers");
        }

        return isWord;
    }
}

/// <summary>The weights of a score as written.</summary>
/// <param name="Numbers">Those that are numbers.</param>
/// <param name="Learned">The measures whose weights are learned, by name.</param>
/// <param name="LearnsAll">Whether all are.</param>
internal readonly record struct ScoreWeights(Dictionary<string, double> Numbers, string[] Learned, bool LearnsAll)
{
    /// <summary>The measures that are named.</summary>
    internal IEnumerable<string> Names => Numbers.Keys.Concat(Learned);
}
