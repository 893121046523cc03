using System.Text.Json;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes a score.</summary>
internal static class ScoreWriter
{
    internal static void Write(Utf8JsonWriter json, ScoreDocument score)
    {
        DocumentWriter.Optional(json, "outcome", score.Outcome);
        if (score.Horizon != ScoreDocument.DefaultHorizon)
        {
            json.WriteString("horizon", DurationText.Format(score.Horizon));
        }

        json.WriteStartObject("relevance");
        json.WriteNumber("frequency", score.Relevance.Frequency);
        json.WriteNumber("recency", score.Relevance.Recency);
        json.WriteNumber("correlation", score.Relevance.Correlation);
        json.WriteNumber("saturation", score.Relevance.Saturation);
        json.WriteString("recencyHalfLife", DurationText.Format(score.Relevance.RecencyHalfLife));
        json.WriteEndObject();
        if (score.Similarity is { } similarity)
        {
            Similarity(json, similarity);
        }
        else
        {
            Weights(json, score);
            Numbers(json, "correlations", score.Correlations);
        }

        json.WriteStartArray("context");
        foreach (var context in score.Context)
        {
            json.WriteStartObject();
            json.WritePropertyName("when");
            ConditionWriter.Write(json, context.When);
            json.WriteNumber("add", context.Add);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        DocumentWriter.Indexed(json, score.IsIndexed);
    }

    private static void Similarity(Utf8JsonWriter json, SimilarityDocument similarity)
    {
        json.WriteString(SimilarityReader.Word, similarity.Seed);
        json.WriteString("by", Choice<SimilarityMethod>.Of(similarity.By));
        if (similarity.Measures.Count > 0)
        {
            json.WriteStartArray("measures");
            foreach (var measure in similarity.Measures)
            {
                json.WriteStringValue(measure);
            }

            json.WriteEndArray();
        }
    }

    private static void Weights(Utf8JsonWriter json, ScoreDocument score)
    {
        if (score.LearnsAll)
        {
            json.WriteString("weights", ScoreWeightsReader.Word);
            return;
        }

        json.WriteStartObject("weights");
        foreach (var measure in score.Weights.Keys.Concat(score.Learned).Order(StringComparer.Ordinal))
        {
            if (score.Weights.TryGetValue(measure, out var weight))
            {
                json.WriteNumber(measure, weight);
            }
            else
            {
                json.WriteString(measure, ScoreWeightsReader.Word);
            }
        }

        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, double> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (measure, number) in numbers.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(measure, number);
        }

        json.WriteEndObject();
    }
}
