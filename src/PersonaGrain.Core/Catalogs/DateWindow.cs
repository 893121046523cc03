namespace PersonaGrain.Catalogs;

/// <summary>What may be near of a date that a trait holds.</summary>
public enum DateWindowKind
{
    /// <summary>The date itself, ahead: from the span before it until it is over.</summary>
    Next,

    /// <summary>An anniversary, ahead: from the span before its day until the day is over.</summary>
    NextAnniversary,

    /// <summary>An anniversary, behind: from the beginning of its day until that is the span ago.</summary>
    LastAnniversary,
}

/// <summary>A stretch of time around a date, or around each of its anniversaries.</summary>
/// <param name="Kind">Around what.</param>
/// <param name="Span">How long before or after; at most <see cref="LongestYearly"/> for anniversaries.</param>
/// <remarks>
/// Days are those of UTC. The anniversary of a date is the day of its month and day in each later year; that of 29 February is
/// 28 February in years without one. A date without a time of day is over when its day is, another when its time comes.
/// </remarks>
public readonly record struct DateWindow(DateWindowKind Kind, TimeSpan Span)
{
    /// <summary>The longest span around an anniversary: the windows of two years stay apart.</summary>
    public static readonly TimeSpan LongestYearly = TimeSpan.FromDays(360);
}
