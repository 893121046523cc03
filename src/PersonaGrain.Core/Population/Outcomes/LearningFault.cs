namespace PersonaGrain.Population.Outcomes;

/// <summary>Why a generation brought no new model. Stored: append only.</summary>
public enum LearningFault
{
    /// <summary>It brought one.</summary>
    None = 0,

    /// <summary>There is too little data; <see cref="OutcomeState.Missing"/> says of what.</summary>
    TooLittle = 1,

    /// <summary>No measure differs between landmarks, so that none tells outcomes apart.</summary>
    NothingVaries = 2,

    /// <summary>The weights did not come to rest, or are no finite numbers.</summary>
    NotConverged = 3,
}
