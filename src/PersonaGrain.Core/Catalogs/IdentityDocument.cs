using PersonaGrain.Identities;

namespace PersonaGrain.Catalogs;

/// <summary>A declared kind of identities.</summary>
/// <param name="Priority">The kind of highest priority names the profile, and the one of lowest is left out first; 0 to 100.</param>
/// <param name="Limit">How many identities of the kind one person may have.</param>
/// <param name="Normalize">How values are brought into one form.</param>
/// <param name="Hash">Whether the SHA-256 of the value is kept in its place.</param>
/// <param name="Blocked">Values that stand for nobody, sorted ordinally.</param>
/// <param name="Merge">Whether a signal joins it with others.</param>
/// <param name="Trait">The trait whose value names an identity of the kind, or null.</param>
public sealed record IdentityDocument(
    int Priority,
    int Limit,
    IdentityNormalization Normalize,
    bool Hash,
    IReadOnlyList<string> Blocked,
    IdentityMerge Merge = IdentityMerge.Always,
    string? Trait = null)
{
    /// <summary>A kind of which nothing is declared but its name.</summary>
    public static IdentityDocument DefaultOf(string kind) => kind switch
    {
        IdentityKinds.User => new(100, 5, IdentityNormalization.Trim, Hash: false, []),
        IdentityKinds.Anonymous => new(10, 100, IdentityNormalization.Trim, Hash: false, []),
        _ => new(50, 10, IdentityNormalization.Trim, Hash: false, []),
    };
}
