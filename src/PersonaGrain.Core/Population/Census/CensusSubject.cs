using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Census;

/// <summary>A person as a census sees it: the state has lived up to the instant, and belongs to somebody else.</summary>
/// <param name="Id">The identity whose actor holds the person.</param>
/// <param name="Machine">The logic that the state is of.</param>
/// <param name="State">The state; neither changed nor kept.</param>
/// <param name="Now">The instant that the census is as of.</param>
public readonly record struct CensusSubject(ProfileId Id, ProfileMachine Machine, ProfileState State, Instant Now)
{
    /// <summary>A number that stands for the person where there is to be no name, spread evenly over all.</summary>
    public ulong Number => NumberOf(Id);

    /// <summary>The number that stands for a person.</summary>
    public static ulong NumberOf(ProfileId id) => MessageFingerprint.Of(id.Value);
}

/// <summary>The past of a person.</summary>
/// <param name="Id">The identity whose actor holds the person.</param>
/// <param name="Machine">The logic to look at it by.</param>
/// <param name="Signals">The signals that count, in the order of their times; derived ones among them, those of retracted firings not.</param>
/// <param name="Now">The instant that the census is as of.</param>
public readonly record struct CensusHistory(ProfileId Id, ProfileMachine Machine, IReadOnlyList<Signal> Signals, Instant Now)
{
    /// <summary>A number that stands for the person.</summary>
    public ulong Number => CensusSubject.NumberOf(Id);
}
