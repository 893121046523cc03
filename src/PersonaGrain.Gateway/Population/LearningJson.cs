using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Gateway.Population;

/// <summary>Writes what is known of a score: what its outcome follows, what weights are proposed and applied, and how good these are.</summary>
internal static class LearningJson
{
    internal static void Write(Utf8JsonWriter writer, ScoreKnowledge known)
    {
        writer.WriteStartObject();
        writer.WriteString("score"u8, known.Score);
        writer.WriteString("outcome"u8, known.Document.Outcome);
        writer.WriteNumber("horizonSeconds"u8, known.Document.Horizon.TotalSeconds);
        writer.WriteString("weights"u8, known.Document.LearnsWeights || known.Similarity is not null ? "learned" : "catalog");
        writer.WriteNumber("generation"u8, known.Generation);
        InstantJson.Write(writer, "at"u8, known.Generation > 0 ? known.At : null);
        writer.WriteStartArray("associations"u8);
        foreach (var (measure, association) in known.Associations)
        {
            WriteAssociation(writer, measure, association);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("cuts"u8);
        foreach (var cut in known.Cuts)
        {
            CutJson.Write(writer, cut);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("learning"u8);
        WriteState(writer, known.State);
        if (known.Similarity is { } similarity)
        {
            writer.WritePropertyName("similarity"u8);
            SimilarityJson.Write(writer, similarity, known.Measures);
        }

        writer.WriteEndObject();
    }

    private static void WriteAssociation(Utf8JsonWriter writer, string measure, MeasureAssociation association)
    {
        var table = association.Table;
        writer.WriteStartObject();
        writer.WriteString("measure"u8, measure);
        writer.WriteNumber("people"u8, table.People);
        writer.WriteNumber("both"u8, table.Both);
        writer.WriteNumber("measureOnly"u8, table.MeasureOnly);
        writer.WriteNumber("outcomeOnly"u8, table.OutcomeOnly);
        writer.WriteNumber("neither"u8, table.Neither);
        writer.WriteBoolean("isClaimed"u8, table.IsClaimed);
        WriteEstimate(writer, "correlation"u8, table.IsClaimed, table.Phi, table.PhiInterval);
        WriteEstimate(writer, "lift"u8, table.IsClaimed, table.Lift, table.LiftInterval);
        writer.WriteNumber("generation"u8, association.Generation);
        writer.WriteEndObject();
    }

    private static void WriteEstimate(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool isClaimed, double value, (double Low, double High) interval)
    {
        if (!isClaimed)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("value"u8, value);
        writer.WriteNumber("low"u8, interval.Low);
        writer.WriteNumber("high"u8, interval.High);
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, OutcomeState? state)
    {
        if (state is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        InstantJson.Write(writer, "at"u8, state.At);
        writer.WriteString("fault"u8, FaultName(state.Fault));
        writer.WriteStartArray("missing"u8);
        foreach (var missing in state.Missing)
        {
            WriteMissing(writer, missing);
        }

        writer.WriteEndArray();
        writer.WriteNumber("better"u8, state.Better);
        writer.WritePropertyName("drift"u8);
        WriteDrift(writer, state.Drift);
        ModelJson.Write(writer, "proposed"u8, state.Proposed);
        ModelJson.Write(writer, "applied"u8, state.Applied);
        ModelJson.Write(writer, "previous"u8, state.Previous);
        ModelJson.Write(writer, "held"u8, state.Held);
        writer.WriteEndObject();
    }

    /// <summary>The word for why there is nothing newer; null for none.</summary>
    internal static string? FaultName(LearningFault fault) => fault switch
    {
        LearningFault.None => null,
        LearningFault.TooLittle => "too_little",
        LearningFault.NothingVaries => "nothing_varies",
        LearningFault.NotConverged => "not_converged",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "a fault that this version does not know"),
    };

    private static void WriteMissing(Utf8JsonWriter writer, MissingData missing)
    {
        writer.WriteStartObject();
        writer.WriteString("what"u8, missing.Kind switch
        {
            MissingKind.Examples => "examples",
            MissingKind.People => "people",
            MissingKind.Positives => "positives",
            MissingKind.Negatives => "negatives",
            _ => "seconds",
        });
        writer.WriteNumber("have"u8, missing.Have);
        writer.WriteNumber("need"u8, missing.Need);
        if (missing.Wait is { } wait)
        {
            writer.WriteNumber("waitSeconds"u8, Math.Ceiling(wait.TotalSeconds));
        }
        else
        {
            writer.WriteNull("waitSeconds"u8);
        }

        writer.WriteEndObject();
    }

    private static void WriteDrift(Utf8JsonWriter writer, LossDrift? drift)
    {
        if (drift is not { } told)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteBoolean("isOutside"u8, told.IsOutside);
        writer.WriteNumber("recent"u8, told.Recent);
        writer.WriteNumber("mean"u8, told.Mean);
        writer.WriteNumber("low"u8, told.Low);
        writer.WriteNumber("high"u8, told.High);
        writer.WriteNumber("window"u8, told.Window);
        InstantJson.Write(writer, "since"u8, told.Since);
        writer.WriteEndObject();
    }
}
