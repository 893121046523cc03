namespace PersonaGrain.Profiles.Computed;

/// <summary>How exact the value of a computed trait is.</summary>
public enum TraitAccuracy
{
    /// <summary>It follows from all signals that it is about.</summary>
    Exact,

    /// <summary>There were more signals within its window than a profile keeps of it: it follows from the newest of them alone.</summary>
    Truncated,
}
