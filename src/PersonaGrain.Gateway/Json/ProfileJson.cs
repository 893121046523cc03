using System.Text.Json;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Gateway.Json;

/// <summary>
/// Writes a profile: <c>{"id","segment","memberships":[{"segment","since","version"}],"scores":{},"predictions"?:{},"traits":{},"computedTraits"?:{},
/// "accounts"?:[],"members"?:{},"signals","nextFlip","firstSeen","lastSeen","asOf","catalogVersion"}</c>.
/// </summary>
/// <remarks>O(memberships + scores + traits). Times are ISO 8601 in UTC; what is not known is null.</remarks>
public static class ProfileJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, ProfileView profile) => Write(writer, profile, withTraits: true);

    /// <summary>
    /// Writes the object without its traits and accounts: for the page of the person, where others may look on, and where senders' notes have no place.
    /// </summary>
    internal static void WriteWithoutTraits(Utf8JsonWriter writer, ProfileView profile) => Write(writer, profile, withTraits: false);

    private static void Write(Utf8JsonWriter writer, ProfileView profile, bool withTraits)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, profile.Id.Value);
        writer.WriteString("segment"u8, profile.Segment);
        writer.WriteStartArray("memberships"u8);
        for (var index = 0; index < profile.Memberships.Count; index++)
        {
            WriteMembership(writer, profile.Memberships[index]);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("scores"u8);
        foreach (var (name, score) in profile.Scores)
        {
            writer.WriteNumber(name, score);
        }

        writer.WriteEndObject();
        if (withTraits)
        {
            WritePredictions(writer, profile);
            WriteTraits(writer, profile);
            AccountJson.WriteTies(writer, profile);
        }

        writer.WriteNumber("signals"u8, profile.Signals);
        InstantJson.Write(writer, "nextFlip"u8, profile.NextFlip);
        InstantJson.Write(writer, "firstSeen"u8, profile.FirstSeen);
        InstantJson.Write(writer, "lastSeen"u8, profile.LastSeen);
        InstantJson.Write(writer, "asOf"u8, profile.AsOf);
        writer.WriteNumber("catalogVersion"u8, profile.CatalogVersion);
        writer.WriteEndObject();
    }

    private static void WritePredictions(Utf8JsonWriter writer, ProfileView profile)
    {
        if (profile.Predictions.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("predictions"u8);
        foreach (var (score, prediction) in profile.Predictions)
        {
            writer.WritePropertyName(score);
            PredictionJson.Write(writer, prediction);
        }

        writer.WriteEndObject();
    }

    private static void WriteTraits(Utf8JsonWriter writer, ProfileView profile)
    {
        writer.WriteStartObject("traits"u8);
        foreach (var (name, value) in profile.Traits)
        {
            writer.WritePropertyName(name);
            AttributeJson.Write(writer, value);
        }

        writer.WriteEndObject();
        if (profile.ComputedTraits.Count > 0)
        {
            WriteComputed(writer, profile);
        }
    }

    private static void WriteComputed(Utf8JsonWriter writer, ProfileView profile)
    {
        writer.WriteStartObject("computedTraits"u8);
        foreach (var (name, accuracy) in profile.ComputedTraits)
        {
            writer.WriteStartObject(name);
            writer.WriteString("accuracy"u8, AccuracyName(accuracy));
            if (profile.TraitErrors.TryGetValue(name, out var error))
            {
                writer.WriteNumber("error"u8, error);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    internal static ReadOnlySpan<byte> AccuracyName(TraitAccuracy accuracy) => accuracy switch
    {
        TraitAccuracy.Exact => "exact"u8,
        TraitAccuracy.Approximate => "approximate"u8,
        _ => "truncated"u8,
    };

    private static void WriteMembership(Utf8JsonWriter writer, Membership membership)
    {
        writer.WriteStartObject();
        writer.WriteString("segment"u8, membership.Segment);
        InstantJson.Write(writer, "since"u8, membership.Since);
        writer.WriteNumber("version"u8, membership.Version);
        writer.WriteEndObject();
    }
}
