namespace PersonaGrain.Gateway.Faults;

/// <summary>What became of a signal at fault.</summary>
internal enum FaultOutcome
{
    /// <summary>It counts; a field of it was left out, cut or taken otherwise than it was sent.</summary>
    Noted,

    /// <summary>It was not taken.</summary>
    Refused,

    /// <summary>It was set aside.</summary>
    Quarantined,
}
