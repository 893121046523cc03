using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>The identities that a signal names beside the one it is taken by.</summary>
/// <remarks><c>default</c> has none.</remarks>
public readonly record struct FurtherIdentities
{
    private readonly IReadOnlyList<ProfileId>? _keys;
    private readonly IReadOnlyList<SignalFault>? _notes;

    internal FurtherIdentities(IReadOnlyList<ProfileId> keys, IReadOnlyList<SignalFault> notes) => (_keys, _notes) = (keys, notes);

    /// <summary>Their keys, those of highest priority first, each once and without the one that the signal is taken by.</summary>
    /// <remarks>At most <see cref="SignalIdentities.Maximum"/>.</remarks>
    public IReadOnlyList<ProfileId> Keys => _keys ?? [];

    /// <summary>What was left out, and why; for the notes of the signal's outcome.</summary>
    public IReadOnlyList<SignalFault> Notes => _notes ?? [];
}
