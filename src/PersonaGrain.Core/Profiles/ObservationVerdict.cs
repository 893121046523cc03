namespace PersonaGrain.Profiles;

/// <summary>What a profile says to one signal.</summary>
public enum ObservationVerdict : byte
{
    /// <summary>New: folded in; it stands among the entries to journal.</summary>
    Accepted = 1,

    /// <summary>Its id was seen before: nothing changed.</summary>
    Duplicate = 2,
}
