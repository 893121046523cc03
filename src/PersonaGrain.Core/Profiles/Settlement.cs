namespace PersonaGrain.Profiles;

/// <summary>How far a profile's memberships follow from its tallies. Values are stored: explicit and append-only.</summary>
internal enum Settlement : byte
{
    /// <summary>Nothing was seen yet: nothing is evaluated until the first signal.</summary>
    Fresh = 0,

    /// <summary>Evaluated; verdicts and wake-up are valid.</summary>
    Settled = 1,

    /// <summary>Put together again from a snapshot or journal; to be evaluated as of <see cref="ProfileState.AsOf"/>, as it was when it was live.</summary>
    Recovered = 2,

    /// <summary>To be evaluated as of now: it came to another catalog or population, or history was imported.</summary>
    Moved = 3,
}
