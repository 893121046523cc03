namespace PersonaGrain.Profiles.Computed;

/// <summary>How exact the value of a computed trait is; what is worked out from several is as the one that comes last here.</summary>
public enum TraitAccuracy
{
    /// <summary>It follows from all signals that it is about.</summary>
    Exact,

    /// <summary>It is estimated from all signals that it is about, with an error that is told.</summary>
    Approximate,

    /// <summary>There were more signals within its window, or more different values, than a profile keeps of it: it follows from those alone that are kept.</summary>
    Truncated,

    /// <summary>It is estimated by a model of what all people do; an interval is told.</summary>
    Estimated,
}
