namespace PersonaGrain.Gateway.Samples;

/// <summary>How far the sample is.</summary>
/// <param name="Phase">What goes on.</param>
/// <param name="People">People whose history is there.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Signals">Signals that were sent since it was begun.</param>
/// <param name="Fault">Why it ended early; null where it did not.</param>
internal sealed record SampleState(SamplePhase Phase, int People, int Of, long Signals, string? Fault)
{
    /// <summary>Nothing goes on.</summary>
    internal static readonly SampleState Idle = new(SamplePhase.Idle, 0, SampleShop.People, 0, null);
}

/// <summary>What goes on with the sample.</summary>
internal enum SamplePhase
{
    /// <summary>Nothing.</summary>
    Idle,

    /// <summary>The last 60 days of its people are loaded.</summary>
    Loads,

    /// <summary>They do things now.</summary>
    Lives,
}
