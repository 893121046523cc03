using System.Text.Json;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes a profile with why it is so: <c>{"profile":{},"memberships":[{"segment","since","version","why"}],"scores":[],
/// "computedTraits":[{"trait","value","accuracy","error"?,"of"}]}</c>.
/// </summary>
public static class ExplanationJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, ProfileExplanation explanation)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("profile"u8);
        ProfileJson.Write(writer, explanation.View);
        writer.WriteStartArray("memberships"u8);
        foreach (var (membership, why) in explanation.Memberships)
        {
            writer.WriteStartObject();
            writer.WriteString("segment"u8, membership.Segment);
            InstantJson.Write(writer, "since"u8, membership.Since);
            writer.WriteNumber("version"u8, membership.Version);
            writer.WriteString("why"u8, why.ToSentence());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("scores"u8);
        foreach (var score in explanation.Scores)
        {
            ScoreJson.Write(writer, score);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("computedTraits"u8);
        foreach (var trait in explanation.ComputedTraits)
        {
            Write(writer, trait);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ComputedTraitExplanation trait)
    {
        writer.WriteStartObject();
        writer.WriteString("trait"u8, trait.Name);
        writer.WritePropertyName("value"u8);
        AttributeJson.Write(writer, trait.Value);
        writer.WriteString("accuracy"u8, ProfileJson.AccuracyName(trait.Accuracy));
        if (trait.Accuracy == TraitAccuracy.Approximate)
        {
            writer.WriteNumber("error"u8, trait.Error);
        }

        if (trait.Interval is { } interval)
        {
            ProfileJson.WriteInterval(writer, interval);
        }

        writer.WriteString("of"u8, trait.Of);
        writer.WriteEndObject();
    }
}
