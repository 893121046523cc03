using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>A signal that came, and what became of it.</summary>
/// <param name="Number">Its place among those that were looked at, from 1.</param>
/// <param name="At">When this process had its answer.</param>
/// <param name="Source">The operation that it came by.</param>
/// <param name="Type">Its type; empty where it could not be read.</param>
/// <param name="Profile">The identity that it is of; null where it was refused before that was known.</param>
/// <param name="Signal">The signal; null where it was refused before it was read.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Fault">Why it was refused or set aside; else null.</param>
internal sealed record SeenSignal(long Number, Instant At, string Source, string Type, ProfileId? Profile, Signal? Signal, ObservationStatus Status, SignalFault? Fault);

/// <summary>Which signals to show; null takes all.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Status">What became of them.</param>
/// <param name="Profile">The identity that they are of.</param>
internal sealed record SeenSignalFilter(string? Type, ObservationStatus? Status, string? Profile)
{
    /// <summary>Whether a signal passes.</summary>
    internal bool Matches(SeenSignal seen) =>
        (Type is null || string.Equals(seen.Type, Type, StringComparison.Ordinal))
        && (Status is null || seen.Status == Status)
        && (Profile is null || string.Equals(seen.Profile?.Value, Profile, StringComparison.Ordinal));
}

/// <summary>The newest signals.</summary>
/// <param name="Signals">Those that pass the filter, newest first.</param>
/// <param name="Last">The number of the newest of all.</param>
internal sealed record SeenSignals(IReadOnlyList<SeenSignal> Signals, long Last);
