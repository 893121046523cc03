using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Triggers;

namespace PersonaGrain.Profiles;

/// <summary>What one or more turns of a profile caused and its engine must commit and deliver, in order. Reused between turns.</summary>
public sealed class ProfileEffects
{
    private readonly List<ProfileEffect> _all = [];
    private readonly List<int> _firstSeen = [];

    /// <summary>All effects in the order they happened.</summary>
    public IReadOnlyList<ProfileEffect> All => _all;

    /// <summary>Whether the profile accepted its first signal.</summary>
    public bool IsFirstSignal { get; internal set; }

    /// <summary>Whether anything occurred to the profile for the first time: only then is there something to count.</summary>
    public bool HasFirsts => IsFirstSignal || _firstSeen.Count > 0;

    /// <summary>The tallies that occurred for the first time; for <see cref="Population.PopulationCounts"/>.</summary>
    internal List<int> FirstSeen => _firstSeen;

    /// <summary>Notes an effect.</summary>
    public void Add(ProfileEffect effect) => _all.Add(effect);

    /// <summary>Forgets what occurred for the first time: the profile was counted whole, with all that it has now.</summary>
    public void ForgetFirsts()
    {
        _firstSeen.Clear();
        IsFirstSignal = false;
    }

    /// <summary>Forgets all effects and keeps the buffer.</summary>
    public void Clear()
    {
        _all.Clear();
        ForgetFirsts();
    }
}

/// <summary>One effect: exactly one of the three is set.</summary>
/// <param name="Change">A membership change.</param>
/// <param name="Firing">A trigger that fired.</param>
/// <param name="Derived">A signal that a firing trigger emitted; it is already folded into the profile and must be journaled.</param>
public readonly record struct ProfileEffect(MembershipChange? Change, TriggerFiring? Firing, Signal? Derived);
