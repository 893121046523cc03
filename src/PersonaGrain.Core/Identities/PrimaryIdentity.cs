using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>Which of several identities a signal is taken by.</summary>
/// <param name="Profile">The key of the usable one of highest priority; <c>default</c> where none is usable.</param>
/// <param name="Others">The other usable ones in their form, those of highest priority first, for <c>Observation.Others</c>; null for none.</param>
/// <param name="Notes">What was left out, and why.</param>
public readonly record struct PrimaryIdentity(ProfileId Profile, IReadOnlyList<Identity>? Others, IReadOnlyList<SignalFault> Notes)
{
    /// <summary>Whether there is one.</summary>
    public bool IsFound => Profile.Value is not null;
}
