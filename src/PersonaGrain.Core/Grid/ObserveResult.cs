using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Grid;

/// <summary>One signal of one profile, as handed to the grid.</summary>
/// <param name="Profile">The key of the identity by which it is taken; see <see cref="Identity"/>.</param>
/// <param name="Signal">The signal.</param>
public readonly record struct Observation(ProfileId Profile, Signal Signal)
{
    /// <summary>
    /// Further identities that the sender named with the signal, as they were sent; null for none. They are joined as the catalog's rules allow, before the
    /// signal is taken. Those that are left out are told in the outcome's notes.
    /// </summary>
    public IReadOnlyList<Identity>? Others { get; init; }
}

/// <summary>What became of one signal. None of them is 0, so that an outcome that nobody filled in is never one.</summary>
public enum ObservationStatus : byte
{
    /// <summary>New and durable.</summary>
    Accepted = 1,

    /// <summary>Seen before; counted once.</summary>
    Duplicate = 2,

    /// <summary>Refused; <see cref="ObservationOutcome.Fault"/> says why.</summary>
    Refused = 3,

    /// <summary>Set aside durably, and not counted; <see cref="ObservationOutcome.Fault"/> says why. It can be taken again once the catalog fits it.</summary>
    Quarantined = 4,
}

/// <summary>The outcome of one signal. Equal by content.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Fault">Why it was refused or set aside; else null.</param>
public readonly record struct ObservationOutcome(ObservationStatus Status, SignalFault? Fault)
{
    private readonly IReadOnlyList<SignalFault>? _notes;

    /// <summary>What was converted, cut or left out of a signal that was accepted, and times that are odd (<c>clock_ahead</c>); never null, mostly empty.</summary>
    public IReadOnlyList<SignalFault> Notes
    {
        get => _notes ?? [];
        init => _notes = value is { Count: > 0 } ? value : null;
    }

    /// <inheritdoc />
    public bool Equals(ObservationOutcome other) => Status == other.Status && Fault == other.Fault && Notes.SequenceEqual(other.Notes);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Status, Fault, Notes.Count);
}

/// <summary>What came of handing signals to the grid.</summary>
public abstract record ObserveResult
{
    private ObserveResult()
    {
    }

    /// <summary>Every signal was dealt with; one outcome for each, in the call's order.</summary>
    public sealed record Observed(IReadOnlyList<ObservationOutcome> Outcomes) : ObserveResult;

    /// <summary>The queues are full; nothing of the call was taken.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : ObserveResult;

    /// <summary>Not every signal could be made durable now (disk full, database or silos away, shutting down); send the whole call again.</summary>
    /// <remarks>
    /// The embedded engine commits a call as a whole: nothing of it counts. On a cluster each profile commits by itself, so the
    /// signals of some profiles may count already. Sending the same signals again is safe: an id counts once.
    /// </remarks>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : ObserveResult;
}
