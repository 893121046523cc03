using PersonaGrain.Time;

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
    /// <summary>When it changes if nothing arrives; null where it never does, and where nobody asked for it.</summary>
    public Instant? Until { get; init; }

    /// <summary>Whether the verdict of the whole hangs on it: it comes out as the conditions above ask for.</summary>
    public bool Decides { get; init; }

    /// <summary>
    /// Of one that decides and has no parts, what it takes: to change where the whole does not hold, to stay where it does. Null where it stays by itself,
    /// where nothing that arrives would do it, and where nobody asked for it.
    /// </summary>
    public string? Takes { get; init; }

    /// <summary>Why it holds, or does not, in one short sentence for people: what was found, and in brackets what was asked for.</summary>
    public string ToSentence() => ConditionSentence.Of(this);
}
