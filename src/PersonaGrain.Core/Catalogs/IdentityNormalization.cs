namespace PersonaGrain.Catalogs;

/// <summary>How the values of a kind of identities are brought into one form, so that one person's identity is one text.</summary>
public enum IdentityNormalization
{
    /// <summary>White space around it is taken away.</summary>
    Trim,

    /// <summary>White space around it is taken away, and letters are in lower case.</summary>
    Lowercase,

    /// <summary>As it was sent.</summary>
    Exact,

    /// <summary>As <see cref="Lowercase"/>, and it has one <c>@</c> with something on each side.</summary>
    /// <remarks>Dots and what stands after a <c>+</c> stay: what they mean differs by provider.</remarks>
    Email,

    /// <summary>A <c>+</c> and 7 to 15 digits (E.164); spaces, <c>-</c>, <c>(</c>, <c>)</c> and <c>.</c> are taken away.</summary>
    Phone,
}
