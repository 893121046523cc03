namespace PersonaGrain.Testing.Contracts;

/// <summary>What becomes of the grid between two steps of a contract.</summary>
public enum Ending
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>It is closed cleanly and opened again.</summary>
    Restart,

    /// <summary>It is lost and opened again.</summary>
    Crash,
}
