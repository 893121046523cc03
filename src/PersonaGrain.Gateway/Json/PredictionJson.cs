using System.Text.Json;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Scoring;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes what the population says of a score: <c>{"probability"?,"low"?,"high"?,"horizon","percentile"?,"percentileError"?}</c>, how it was learned:
/// <c>{"outcome","horizon","generation","at"?,"old","weights","version","notes":[]}</c>, and a correlation's count:
/// <c>{"people","low"?,"high"?,"lift"?,"liftLow"?,"liftHigh"?,"generation"}</c>.
/// </summary>
internal static class PredictionJson
{
    /// <summary>Writes a prediction.</summary>
    internal static void Write(Utf8JsonWriter writer, ScorePrediction prediction)
    {
        writer.WriteStartObject();
        if (prediction.Probability is { } probability)
        {
            writer.WriteNumber("probability"u8, probability.Probability);
            writer.WriteNumber("low"u8, probability.Low);
            writer.WriteNumber("high"u8, probability.High);
        }

        writer.WriteString("horizon"u8, DurationText.Format(prediction.Horizon));
        if (prediction.Percentile is { } percentile)
        {
            writer.WriteNumber("percentile"u8, percentile.Value);
            writer.WriteNumber("percentileError"u8, percentile.Error);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes how a score was learned.</summary>
    internal static void Write(Utf8JsonWriter writer, ScoreLearning learning)
    {
        writer.WriteStartObject();
        writer.WriteString("outcome"u8, learning.Outcome);
        writer.WriteString("horizon"u8, DurationText.Format(learning.Horizon));
        writer.WriteNumber("generation"u8, learning.Generation);
        if (learning.Generation > 0)
        {
            InstantJson.Write(writer, "at"u8, learning.At);
        }

        writer.WriteBoolean("old"u8, learning.IsOld);
        writer.WriteString("weights"u8, learning.LearnsWeights ? "learned"u8 : "written"u8);
        writer.WriteNumber("version"u8, learning.Version);
        writer.WriteStartArray("notes"u8);
        foreach (var note in learning.Notes)
        {
            writer.WriteStringValue(note);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the count behind a correlation; without what too few people can not tell.</summary>
    internal static void Write(Utf8JsonWriter writer, MeasureAssociation association)
    {
        var table = association.Table;
        writer.WriteStartObject();
        writer.WriteNumber("people"u8, table.People);
        if (table.IsClaimed)
        {
            var ((low, high), (liftLow, liftHigh)) = (table.PhiInterval, table.LiftInterval);
            writer.WriteNumber("low"u8, low);
            writer.WriteNumber("high"u8, high);
            writer.WriteNumber("lift"u8, table.Lift);
            writer.WriteNumber("liftLow"u8, liftLow);
            writer.WriteNumber("liftHigh"u8, liftHigh);
        }

        writer.WriteNumber("generation"u8, association.Generation);
        writer.WriteEndObject();
    }
}
