namespace PersonaGrain.Population.Index;

/// <summary>Why segments can not be put beside each other.</summary>
public enum OverlapRefusal
{
    /// <summary>Too many are named, or none.</summary>
    Count,

    /// <summary>The catalog has no segment of a name.</summary>
    Unknown,

    /// <summary>Some are of people, and others of accounts.</summary>
    OtherKind,

    /// <summary>The catalog has no segment of the kind at all.</summary>
    None,
}
