using System.Text.Json;
using PersonaGrain.Gateway.Population;
using PersonaGrain.Scoring;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes a score taken apart: <c>{"score","value","unclamped","asOf","base"?,"terms":[{"measure","occurrences","lastSeen","frequency","by","decayed",
/// "saturation","recency","correlation","association"?,"relevance","weight","learned"?,"members"?,"others"?,"contribution"}],"traits"?:[{"trait","value","weight","members","others","has","contribution"}],"context":[{"index","points","why"?}],
/// "prediction"?,"similarity"?,"learning"?}</c>.
/// </summary>
public static class ScoreJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, ScoreExplanation score)
    {
        writer.WriteStartObject();
        writer.WriteString("score"u8, score.Score);
        writer.WriteNumber("value"u8, score.Value);
        writer.WriteNumber("unclamped"u8, score.Unclamped);
        InstantJson.Write(writer, "asOf"u8, score.AsOf);
        if (score.Base != 0)
        {
            writer.WriteNumber("base"u8, score.Base);
        }

        writer.WriteStartArray("terms"u8);
        foreach (var term in score.Terms)
        {
            WriteTerm(writer, term);
        }

        writer.WriteEndArray();
        if (score.Traits.Count > 0)
        {
            WriteTraits(writer, score.Traits);
        }

        writer.WriteStartArray("context"u8);
        foreach (var term in score.Context)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, term.Index);
            writer.WriteNumber("points"u8, term.Points);
            if (term.Why is { } why)
            {
                writer.WriteString("why"u8, why);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (score.Prediction is { } prediction)
        {
            writer.WritePropertyName("prediction"u8);
            PredictionJson.Write(writer, prediction);
        }

        if (score.Similarity is { } similarity)
        {
            writer.WriteStartObject("similarity"u8);
            SimilarityJson.WriteHead(writer, similarity);
            writer.WriteString("alike"u8, score.AlikeText);
            writer.WriteEndObject();
        }

        if (score.Learning is { } learning)
        {
            writer.WritePropertyName("learning"u8);
            PredictionJson.Write(writer, learning);
        }

        writer.WriteEndObject();
    }

    private static void WriteTraits(Utf8JsonWriter writer, IReadOnlyList<TraitTerm> traits)
    {
        writer.WriteStartArray("traits"u8);
        foreach (var trait in traits)
        {
            writer.WriteStartObject();
            SimilarityJson.WriteFeature(writer, trait.Feature);
            writer.WriteBoolean("has"u8, trait.Holds);
            writer.WriteNumber("contribution"u8, trait.Contribution);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTerm(Utf8JsonWriter writer, ScoreTerm term)
    {
        writer.WriteStartObject();
        writer.WriteString("measure"u8, term.Measure);
        writer.WriteNumber("occurrences"u8, term.Occurrences);
        InstantJson.Write(writer, "lastSeen"u8, term.LastSeen);
        writer.WriteNumber("frequency"u8, term.Frequency);
        writer.WriteString("by"u8, term.By);
        writer.WriteNumber("decayed"u8, term.Decayed);
        writer.WriteNumber("saturation"u8, term.Saturation);
        writer.WriteNumber("recency"u8, term.Recency);
        writer.WriteNumber("correlation"u8, term.Correlation);
        if (term.Association is { } association)
        {
            writer.WritePropertyName("association"u8);
            PredictionJson.Write(writer, association);
        }

        writer.WriteNumber("relevance"u8, term.Relevance);
        writer.WriteNumber("weight"u8, term.Weight);
        if (term.IsLearned)
        {
            writer.WriteBoolean("learned"u8, true);
        }

        if (term.Means is var (members, others))
        {
            writer.WriteNumber("members"u8, members);
            writer.WriteNumber("others"u8, others);
        }

        writer.WriteNumber("contribution"u8, term.Contribution);
        writer.WriteEndObject();
    }
}
