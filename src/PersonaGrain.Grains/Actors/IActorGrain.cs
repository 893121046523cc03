using PersonaGrain.Grains.Wire;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>One actor, of whatever kind; the key is <see cref="ActorId.Key"/>. Every call names the catalog version that its caller knows, so that a caller never meets an older one.</summary>
[Alias("personagrain.actor")]
public interface IActorGrain : IGrainWithStringKey
{
    /// <summary>Takes signals; the answer comes when they are durable.</summary>
    [Alias("observe")]
    Task<ObserveAnswer> ObserveAsync(ObserveRequest request);

    /// <summary>The state as of now, from which the caller works out its answers; null where nothing was ever observed.</summary>
    [Alias("state")]
    Task<StateAnswer?> StateAsync(int catalogVersion);

    /// <summary>Lets time pass: what is due happens, and the schedule learns when to wake the actor next.</summary>
    /// <param name="catalogVersion">The catalog version that the caller knows.</param>
    /// <param name="due">The wake-up that stands in the schedule.</param>
    /// <param name="upTo">Up to when time passes at least, however far behind the clock of the actor's silo is.</param>
    [Alias("wake")]
    Task WakeAsync(int catalogVersion, Instant due, Instant upTo);

    /// <summary>Moves the actor to a catalog of at least this version.</summary>
    [Alias("reevaluate")]
    Task ReevaluateAsync(int catalogVersion);
}
