using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Population;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Population;

/// <summary>A generation, as it is told.</summary>
/// <param name="Model">The generation.</param>
/// <param name="Catalog">The catalog in force.</param>
/// <param name="Now">The server's time.</param>
internal sealed record PopulationView(PopulationModel Model, Catalog Catalog, Instant Now);

/// <summary>
/// Writes what the population says: <c>{"generation","at","ageSeconds","people","sections":[{"name","version"}],"scores":[{"score","outcome",
/// "horizonSeconds","weights","applied","proposed","held"}],"purchases":[…]}</c>; the last by <see cref="PurchasesJson"/>.
/// </summary>
internal static class PopulationJson
{
    internal static void Write(Utf8JsonWriter writer, PopulationView view)
    {
        var (model, catalog, now) = view;
        var isThere = model.Generation > 0;
        writer.WriteStartObject();
        writer.WriteNumber("generation"u8, model.Generation);
        InstantJson.Write(writer, "at"u8, isThere ? model.At : null);
        if (isThere)
        {
            writer.WriteNumber("ageSeconds"u8, Math.Max(0, Math.Round((now - model.At).TotalSeconds)));
        }
        else
        {
            writer.WriteNull("ageSeconds"u8);
        }

        writer.WriteNumber("people"u8, model.People);
        writer.WriteStartArray("sections"u8);
        foreach (var section in model.Sections)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, section.Name);
            writer.WriteNumber("version"u8, section.Version);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("scores"u8);
        foreach (var (name, score) in catalog.Document.Scores.Where(static one => one.Value.Outcome is not null))
        {
            WriteScore(writer, name, score, ScoreKnowledge.StateOf(model, catalog, name));
        }

        writer.WriteEndArray();
        PurchasesJson.Write(writer, model.Section<PurchaseSection>(), catalog);
        writer.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter writer, string name, ScoreDocument score, OutcomeState? state)
    {
        writer.WriteStartObject();
        writer.WriteString("score"u8, name);
        writer.WriteString("outcome"u8, score.Outcome);
        writer.WriteNumber("horizonSeconds"u8, score.Horizon.TotalSeconds);
        writer.WriteString("weights"u8, score.LearnsWeights ? "learned" : "catalog");
        WriteVersion(writer, "applied"u8, state?.Applied);
        WriteVersion(writer, "proposed"u8, state?.Proposed);
        WriteVersion(writer, "held"u8, state?.Held);
        writer.WriteEndObject();
    }

    private static void WriteVersion(Utf8JsonWriter writer, ReadOnlySpan<byte> member, OutcomeModel? model)
    {
        if (model is null)
        {
            writer.WriteNull(member);
        }
        else
        {
            writer.WriteNumber(member, model.Version);
        }
    }
}
