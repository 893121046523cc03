using PersonaGrain.Grains.Wire;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Profiles;

/// <summary>One profile; the key is its identity. Every call names the catalog version that its caller knows, so that a caller never meets an older one.</summary>
[Alias("personagrain.profile")]
public interface IProfileGrain : IGrainWithStringKey
{
    /// <summary>Takes signals; the answer comes when they are durable.</summary>
    [Alias("observe")]
    Task<ObserveAnswer> ObserveAsync(ObserveRequest request);

    /// <summary>The profile as of now, or null where nothing was ever observed for it.</summary>
    [Alias("view")]
    Task<ProfileView?> ViewAsync(int catalogVersion);

    /// <summary>The state as of now, for answers that the caller works out itself; null where nothing was ever observed.</summary>
    [Alias("state")]
    Task<StateAnswer?> StateAsync(int catalogVersion);

    /// <summary>Lets time pass: what is due happens, and the schedule learns when to wake the profile next.</summary>
    /// <param name="catalogVersion">The catalog version that the caller knows.</param>
    /// <param name="due">The wake-up that stands in the schedule; the default from a silo of an earlier version, which does not tell.</param>
    [Alias("wake")]
    Task WakeAsync(int catalogVersion, Instant due);

    /// <summary>Moves the profile to a catalog of at least this version.</summary>
    [Alias("reevaluate")]
    Task ReevaluateAsync(int catalogVersion);
}
