namespace PersonaGrain.Embedded;

/// <summary>How far the opening of a store is. Told in this order; steps that have nothing to do are left out.</summary>
/// <param name="Step">What is done now.</param>
/// <param name="Done">How much of it, from 0 to 1.</param>
public readonly record struct OpeningProgress(OpeningStep Step, double Done);

/// <summary>A step of opening a store.</summary>
public enum OpeningStep
{
    /// <summary>A store of an older version is brought to the present layout.</summary>
    Upgrading = 1,

    /// <summary>What was committed since the last checkpoint is looked through: the store was not closed cleanly.</summary>
    Recovering = 2,

    /// <summary>What came due while the store was closed happens, in order.</summary>
    CatchingUp = 3,

    /// <summary>The stores of other workspaces are opened.</summary>
    Workspaces = 4,

    /// <summary>The grid takes signals.</summary>
    Ready = 5,
}
