namespace PersonaGrain.Conditions.Explaining;

/// <summary>A condition taken apart: whether it holds, and what was found.</summary>
/// <param name="Condition">
/// The condition as a catalog says it, in one line; of one that is made of others only <c>all</c>, <c>any</c> or <c>not</c>.
/// </param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Found">What the profile has of what it asks for; null where its parts say it.</param>
/// <param name="Parts">The conditions that it is made of, or that the segment it asks for has.</param>
public sealed record ConditionFinding(string Condition, bool Holds, string? Found, IReadOnlyList<ConditionFinding> Parts)
{
    /// <summary>Why it holds, or does not, in one short sentence for people: what was found, and in brackets what was asked for.</summary>
    public string ToSentence() => ConditionSentence.Of(this);
}
