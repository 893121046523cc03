using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Gateway.Population;

/// <summary>Writes learned weights with how good they are on people who were held back; null for none.</summary>
internal static class ModelJson
{
    internal static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, OutcomeModel? model)
    {
        if (model is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("version"u8, model.Version);
        InstantJson.Write(writer, "at"u8, model.At);
        writer.WriteNumber("bias"u8, model.Bias);
        writer.WriteStartObject("weights"u8);
        for (var index = 0; index < model.Weights.Length; index++)
        {
            writer.WriteNumber(model.Measures[index], model.Weights[index]);
        }

        writer.WriteEndObject();
        WriteQuality(writer, model.Quality);
        writer.WriteEndObject();
    }

    private static void WriteQuality(Utf8JsonWriter writer, OutcomeQuality quality)
    {
        writer.WriteStartObject("quality"u8);
        writer.WriteNumber("examples"u8, quality.Examples);
        writer.WriteNumber("people"u8, quality.People);
        writer.WriteNumber("positives"u8, quality.Positives);
        writer.WriteNumber("heldBack"u8, quality.HeldBack);
        writer.WriteNumber("heldBackPositives"u8, quality.HeldBackPositives);
        writer.WriteNumber("logLoss"u8, quality.LogLoss);
        WriteComparison(writer, "inForce"u8, quality.InForce);
        WriteComparison(writer, "baseRate"u8, quality.BaseRate);
        writer.WriteNumber("auc"u8, quality.Auc);
        writer.WriteNumber("aucLow"u8, quality.AucLow);
        writer.WriteNumber("aucHigh"u8, quality.AucHigh);
        writer.WriteNumber("calibrationError"u8, quality.CalibrationError);
        writer.WriteStartArray("reliability"u8);
        foreach (var bin in quality.Reliability)
        {
            writer.WriteStartObject();
            writer.WriteNumber("lower"u8, bin.Lower);
            writer.WriteNumber("upper"u8, bin.Upper);
            writer.WriteNumber("count"u8, bin.Count);
            writer.WriteNumber("predicted"u8, bin.Predicted);
            writer.WriteNumber("observed"u8, bin.Observed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteComparison(Utf8JsonWriter writer, ReadOnlySpan<byte> name, LossComparison comparison)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("logLoss"u8, comparison.LogLoss);
        writer.WriteNumber("gain"u8, comparison.Gain);
        writer.WriteNumber("standardError"u8, comparison.StandardError);
        writer.WriteBoolean("isClear"u8, comparison.IsClear);
        writer.WriteEndObject();
    }
}
