using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;

namespace PersonaGrain.Gateway.Population;

/// <summary>
/// Writes what all people's purchases say: <c>[{"traits":[],"models":[{"model","parameters":{"r",…},"people"}],"spend":{"p","q","v","people"},
/// "rfm":{"recency":[],"frequency":[],"sum":[],"mean":[],"people","rankError"},"faults":[{"model","message","since"}]}]</c>; null for what there is not.
/// </summary>
internal static class PurchasesJson
{
    internal static void Write(Utf8JsonWriter writer, PurchaseSection? section, Catalog catalog)
    {
        writer.WriteStartArray("purchases"u8);
        foreach (var source in section?.Sources ?? [])
        {
            Write(writer, source, PurchaseSection.TraitsOf(catalog, source.Source));
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, SourcePurchases source, IReadOnlyList<string> traits)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("traits"u8);
        foreach (var trait in traits)
        {
            writer.WriteStringValue(trait);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("models"u8);
        foreach (var fitted in source.Models)
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, PurchaseModelName.Of(fitted.Type));
            writer.WriteStartObject("parameters"u8);
            foreach (var (name, value) in fitted.Model.ParameterNames.Zip(fitted.Model.Parameters))
            {
                writer.WriteNumber(name, value);
            }

            writer.WriteEndObject();
            writer.WriteNumber("people"u8, fitted.Customers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("spend"u8);
        Write(writer, source.Spend);
        writer.WritePropertyName("rfm"u8);
        Write(writer, source.Rfm);
        writer.WriteStartArray("faults"u8);
        foreach (var fault in source.Faults)
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, fault.Model);
            writer.WriteString("message"u8, fault.Message);
            InstantJson.Write(writer, "since"u8, fault.Since);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FittedSpend? spend)
    {
        if (spend is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("p"u8, spend.Model.P);
        writer.WriteNumber("q"u8, spend.Model.Q);
        writer.WriteNumber("v"u8, spend.Model.V);
        writer.WriteNumber("people"u8, spend.Customers);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RfmThresholds? rfm)
    {
        if (rfm is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        WriteBins(writer, "recency"u8, rfm.Recency);
        WriteBins(writer, "frequency"u8, rfm.Frequency);
        WriteBins(writer, "sum"u8, rfm.Sum);
        WriteBins(writer, "mean"u8, rfm.Mean);
        writer.WriteNumber("people"u8, rfm.Customers);
        writer.WriteNumber("rankError"u8, rfm.RankError);
        writer.WriteEndObject();
    }

    private static void WriteBins(Utf8JsonWriter writer, ReadOnlySpan<byte> name, RfmBins bins)
    {
        writer.WriteStartArray(name);
        foreach (var threshold in bins.Thresholds)
        {
            writer.WriteNumberValue(threshold);
        }

        writer.WriteEndArray();
    }
}
