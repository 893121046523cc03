using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>Whether a signal may come in.</summary>
/// <param name="Signal">The signal as it goes on, mended where that was needed; null when it does not.</param>
/// <param name="Fault">Why it does not.</param>
public readonly record struct SignalAdmission(Signal? Signal, SignalFault? Fault)
{
    private readonly IReadOnlyList<SignalFault>? _notes;

    /// <summary>What is odd about a signal that goes on; mostly empty.</summary>
    public IReadOnlyList<SignalFault> Notes
    {
        get => _notes ?? [];
        init => _notes = value;
    }

    /// <summary>Whether a signal that does not go on is to be set aside, to be taken again under a catalog that it fits.</summary>
    public bool IsQuarantined { get; init; }

    /// <summary>What becomes of the signal if its id is new.</summary>
    public ObservationOutcome ToOutcome() => Signal is not null
        ? new ObservationOutcome(ObservationStatus.Accepted, null) { Notes = Notes }
        : new ObservationOutcome(IsQuarantined ? ObservationStatus.Quarantined : ObservationStatus.Refused, Fault);
}
