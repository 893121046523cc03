namespace PersonaGrain.Profiles;

/// <summary>What a profile says to one signal.</summary>
public enum ObservationVerdict : byte
{
    /// <summary>New: folded in; the engine must journal it.</summary>
    Accepted,

    /// <summary>Its id was seen before: nothing changed.</summary>
    Duplicate,

    /// <summary>Older than the remembered ids: nothing changed; load the ids of the journal (<see cref="ProfileState.History"/>) and observe again.</summary>
    NeedsHistory,
}
