using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Scoring;

namespace PersonaGrain.Gateway.Population;

/// <summary>
/// Writes what is known of a look-alike: <c>{"seed","by","members","others","fault","notes":[],"quality","model":{"version","at","members","others",
/// "measures":[{"measure","weight"?,"members","others"}],"traits":[{"trait","value","weight","members","others"}]}}</c>; null for what there is not.
/// </summary>
internal static class SimilarityJson
{
    internal static void Write(Utf8JsonWriter writer, ScoreSimilarity similarity, IReadOnlyList<string> measures)
    {
        var state = similarity.State;
        writer.WriteStartObject();
        WriteHead(writer, similarity);
        writer.WriteNumber("members"u8, state?.Members ?? 0);
        writer.WriteNumber("others"u8, state?.Others ?? 0);
        writer.WriteString("fault"u8, state is null ? null : LearningJson.FaultName(state.Fault));
        writer.WritePropertyName("quality"u8);
        WriteQuality(writer, state?.Quality);
        writer.WritePropertyName("model"u8);
        WriteModel(writer, state?.Model, measures);
        writer.WriteEndObject();
    }

    /// <summary>Writes whom people are compared with, how, and the notes.</summary>
    internal static void WriteHead(Utf8JsonWriter writer, ScoreSimilarity similarity)
    {
        writer.WriteString("seed"u8, similarity.Seed);
        writer.WriteString("by"u8, similarity.By == SimilarityMethod.Centre ? "centre"u8 : "model"u8);
        writer.WriteStartArray("notes"u8);
        foreach (var note in similarity.Notes)
        {
            writer.WriteStringValue(note);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a value of a trait, its weight, and how many members and others have it, into an object.</summary>
    internal static void WriteFeature(Utf8JsonWriter writer, TraitFeature feature)
    {
        writer.WriteString("trait"u8, feature.Value.Trait);
        writer.WriteString("value"u8, feature.Value.Value.ToString());
        writer.WriteNumber("weight"u8, feature.Weight);
        writer.WriteNumber("members"u8, feature.Members);
        writer.WriteNumber("others"u8, feature.Others);
    }

    private static void WriteQuality(Utf8JsonWriter writer, LookAlikeQuality? quality)
    {
        if (quality is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("auc"u8, quality.Auc);
        writer.WriteNumber("aucLow"u8, quality.Low);
        writer.WriteNumber("aucHigh"u8, quality.High);
        writer.WriteNumber("heldBackMembers"u8, quality.Members);
        writer.WriteNumber("heldBackOthers"u8, quality.Others);
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, LookAlikeModel? model, IReadOnlyList<string> measures)
    {
        if (model is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("version"u8, model.Version);
        InstantJson.Write(writer, "at"u8, model.At);
        writer.WriteNumber("members"u8, model.Members.People);
        writer.WriteNumber("others"u8, model.Others.People);
        writer.WriteStartArray("measures"u8);
        for (var index = 0; index < measures.Count; index++)
        {
            writer.WriteStartObject();
            writer.WriteString("measure"u8, measures[index]);
            if (!model.IsCentre)
            {
                writer.WriteNumber("weight"u8, model.Weights[index]);
            }

            writer.WriteNumber("members"u8, model.Members.Means[index]);
            writer.WriteNumber("others"u8, model.Others.Means[index]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("traits"u8);
        foreach (var feature in model.Traits)
        {
            writer.WriteStartObject();
            WriteFeature(writer, feature);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
