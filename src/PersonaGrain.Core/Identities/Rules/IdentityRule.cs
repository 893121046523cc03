namespace PersonaGrain.Identities.Rules;

/// <summary>A rule of a catalog about which identities are one person. Values are stored: explicit and append-only.</summary>
public enum IdentityRule : byte
{
    /// <summary>A value of the kind is blocked: it stands for nobody.</summary>
    Blocked = 1,

    /// <summary>Identities of the kind are not joined by signals (<c>"merge": "never"</c>).</summary>
    NeverJoins = 2,

    /// <summary>No signal makes two users one.</summary>
    TwoUsers = 3,

    /// <summary>A person has at most so many identities of the kind.</summary>
    Limit = 4,
}
