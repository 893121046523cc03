namespace PersonaGrain.Embedded;

/// <summary>What drives a grid's clock. Values are stored: explicit and append-only.</summary>
public enum GridClock
{
    /// <summary>The clock of the machine (the <see cref="TimeProvider"/> that the grid was opened with).</summary>
    System = 1,

    /// <summary>
    /// The times of the signals themselves: the clock stands at the latest time seen and moves on only with later signals
    /// or by <see cref="EmbeddedGrid.AdvanceClockAsync"/>. For replays of history and backtests.
    /// </summary>
    Signals = 2,
}
