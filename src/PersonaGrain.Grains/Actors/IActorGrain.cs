using Orleans.Concurrency;
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

    /// <summary>The state as of now, from which the caller works out its answers; null where nothing is known of it.</summary>
    /// <param name="catalogVersion">The catalog version that the caller knows.</param>
    /// <param name="verifies">Another actor said that the answer is here: the journal is looked at before the same is said of a third one.</param>
    [Alias("state")]
    Task<StateAnswer?> StateAsync(int catalogVersion, bool verifies = false);

    /// <summary>The state as of the newest entry of the journal that it knows, whole, for whoever changes whom it belongs to; one without a sequence number where nothing is known of it.</summary>
    [Alias("snapshot")]
    Task<ActorSnapshot> SnapshotAsync(int catalogVersion);

    /// <summary>Someone else appends to its journal, together with other actors: until that is in its state, or can not come any more, no answer goes by what is in memory alone.</summary>
    /// <remarks>Does not wait for its turn, so that whoever changes several actors never waits for one that waits for another.</remarks>
    /// <param name="sequence">The last entry of the append.</param>
    /// <param name="hold">How long turns wait at most that may append, so that the other append has its chance. 0 for not at all, also where they wait already.</param>
    [Alias("expect")]
    [AlwaysInterleave]
    Task ExpectAsync(long sequence, TimeSpan hold);

    /// <summary>There is news of an actor that this one follows, or is to: it reads the journal of that one, and the answer comes when what it has of it is durable.</summary>
    /// <remarks>Told twice, or by several, it takes everything once. It calls no other actor, so nobody waits in a circle.</remarks>
    /// <param name="leader">The key of the one that there is news of, within the workspace.</param>
    /// <param name="through">The newest entry of that one's journal that is news.</param>
    /// <param name="catalogVersion">The catalog version that the caller knows.</param>
    [Alias("follow")]
    Task<FollowReply> FollowAsync(string leader, long through, int catalogVersion);

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
