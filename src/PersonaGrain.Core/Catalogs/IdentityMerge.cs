namespace PersonaGrain.Catalogs;

/// <summary>Whether a signal that carries an identity of a kind beside others joins them.</summary>
public enum IdentityMerge
{
    /// <summary>It does, within the limits.</summary>
    Always,

    /// <summary>It does not; an explicit link does.</summary>
    Never,
}
