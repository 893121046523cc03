using System.Text.Json;

namespace PersonaGrain.Catalogs;

/// <summary>A dimension of the Big Five, by which most of the members of a segment are thought to stand out.</summary>
/// <remarks>John and Srivastava (1999), "The Big Five Trait Taxonomy".</remarks>
public enum PersonalityTrait
{
    /// <summary>Curious, and fond of what is new.</summary>
    Openness,

    /// <summary>Orderly, planning, dependable.</summary>
    Conscientiousness,

    /// <summary>Outgoing, and fond of company.</summary>
    Extraversion,

    /// <summary>Trusting and obliging.</summary>
    Agreeableness,

    /// <summary>Worrying, and easily upset.</summary>
    Neuroticism,
}

/// <summary>One of Cialdini's seven principles of persuasion.</summary>
/// <remarks>Cialdini (2021), "Influence, New and Expanded".</remarks>
public enum PersuasionPrinciple
{
    /// <summary>Who was given something gives something back.</summary>
    Reciprocity,

    /// <summary>People go on as they began, and keep to what they said.</summary>
    Commitment,

    /// <summary>What others do is taken for right.</summary>
    SocialProof,

    /// <summary>Those who know are believed.</summary>
    Authority,

    /// <summary>Those who are liked, and alike, are believed.</summary>
    Liking,

    /// <summary>What is rare, or soon over, is wanted.</summary>
    Scarcity,

    /// <summary>Those who belong together stand together.</summary>
    Unity,
}

/// <summary>How the members of a segment may best be spoken to, as whoever wrote the catalog thinks. Nothing is worked out of it.</summary>
/// <param name="Personality">The personality that dominates; null for none.</param>
/// <param name="Persuasion">The principles of persuasion to use, the best one first; each once.</param>
public sealed record SegmentApproach(PersonalityTrait? Personality, IReadOnlyList<PersuasionPrinciple> Persuasion)
{
    /// <summary>Nothing is said.</summary>
    public static readonly SegmentApproach None = new(null, []);

    /// <summary>The words that catalogs and answers have for personalities.</summary>
    public static IReadOnlyList<string> Personalities { get; } = [.. Enum.GetValues<PersonalityTrait>().Select(Word)];

    /// <summary>The words that catalogs and answers have for principles of persuasion.</summary>
    public static IReadOnlyList<string> Principles { get; } = [.. Enum.GetValues<PersuasionPrinciple>().Select(Word)];

    /// <summary>The word of a personality.</summary>
    public static string Word(PersonalityTrait personality) => JsonNamingPolicy.CamelCase.ConvertName(personality.ToString());

    /// <summary>The word of a principle.</summary>
    public static string Word(PersuasionPrinciple principle) => JsonNamingPolicy.CamelCase.ConvertName(principle.ToString());

    /// <inheritdoc />
    public bool Equals(SegmentApproach? other) => other is not null && Personality == other.Personality && Persuasion.SequenceEqual(other.Persuasion);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Personality, Persuasion.Count);

    /// <summary>Writes <c>personality</c> and <c>persuasion</c> as members of an object that is open: null and an empty list where nothing is said.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("personality"u8, Personality is { } personality ? Word(personality) : null);
        json.WriteStartArray("persuasion"u8);
        foreach (var principle in Persuasion)
        {
            json.WriteStringValue(Word(principle));
        }

        json.WriteEndArray();
    }
}
